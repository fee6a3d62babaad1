package dotenv_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/dotenv"
)

func TestValue_DemandsWhatIsRequired(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A=${NONE:?must be set}", "f:1: reading \"A\": must be set"},
		{"A=${NONE?must be set}", "f:1: reading \"A\": must be set"},
		{"A=${VOID:?must be set}", "f:1: reading \"A\": must be set"},
		{"A=${NONE:?}", "f:1: reading \"A\": $NONE is required, and has no value"},
		{"A=x${NONE?}", "f:1: reading \"A\": $NONE is required, and has no value"},
		{"\n\nA=\"x ${NONE:?ask $SET (the boss)} y\"", "f:3: reading \"A\": ask $SET (the boss)"},
		{"A=$(print ${NONE:?no})", "f:1: reading \"A\": no"},
		{"B=${NONE:?no}\nA=$B", "f:1: reading \"B\": no"},
		{"B=$NONE\nA=${B:?no}", "f:2: reading \"A\": no"},
		{"B=$NONE\nA=${B?no}", "f:2: reading \"A\": no"},
		{"A=${SET:?no}${SET?no}", "valuevalue"},
		{"A=x${VOID?no}", "x"},
		{"B=\nA=x${B?no}", "x"},
		{"A='${NONE:?no}'", "${NONE:?no}"},
		{`A=\${NONE:?no}`, "${NONE:?no}"},
	} {
		file, err := dotenv.Parse("f", []byte(c.text), dotenv.Options{Lookup: outside, Run: quiet})
		if err != nil {
			t.Fatal(err)
		}
		v, err := file.Value(t.Context(), "A")
		got := v.Text
		if err != nil {
			got = err.Error()
		}
		if got != c.want || strings.HasPrefix(c.want, "f:") != errors.Is(err, dotenv.ErrRequired) {
			t.Errorf("%q gives %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestValue_RefusesFormsThatItDoesNotKnow(t *testing.T) {
	for _, form := range []string{
		"${SET:+x}", "${SET+x}", "${SET:=x}", "${SET=x}", "${SET%x}", "${SET%%x}", "${SET#x}", "${SET##x}", "${#SET}", "${SET/a/b}", "${SET//a/b}",
		"${SET:0:3}", "${SET:}", "${SET^^}", "${SET,,}", "${SET@Q}", "${!SET}", "${SET[0]}", "${SET.x}", "${ SET }", "${}", "${-}", "${@}", "${SET", "${SET:-x", "${",
	} {
		for _, around := range []string{"A=" + form, "A=\"" + form + "\"", "A=\"x$(print " + form + ")\"", "B=" + form + "\nA=$B", "A=${NONE:-" + form + "}"} {
			file, err := dotenv.Parse("f", []byte(around), dotenv.Options{Lookup: outside, Run: quiet})
			if err != nil {
				t.Fatal(err)
			}
			v, err := file.Value(t.Context(), "A")
			if !errors.Is(err, dotenv.ErrForm) || !strings.HasPrefix(err.Error(), "f:1: ") {
				if strings.HasSuffix(around, "}") && !strings.HasSuffix(form, "}") {
					continue // the brace of the form around closes it
				}
				t.Errorf("%q gives %q, %v", around, v.Text, err)
			}
		}
	}
}
