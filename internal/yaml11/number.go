package yaml11

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	integerPattern = regexp.MustCompile(`^[-+]?(?:0b[01_,]+|0[0-7_,]+|0x[0-9a-fA-F_,]+|0|[1-9](?:[0-9]|[,_][0-9])*)$`)
	floatPattern   = regexp.MustCompile(`^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?$`)
	clockPattern   = regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?$`)
	separators     = strings.NewReplacer(",", "", "_", "")
)

// maxDigits keeps the arithmetic on long numbers cheap. What is longer is text.
const maxDigits = 1000

func resolveNumber(n *Node) {
	if len(n.Raw) > maxDigits {
		return
	}
	switch parts := clockPattern.FindStringSubmatch(n.Raw); {
	case strings.EqualFold(n.Raw, ".inf"), strings.EqualFold(n.Raw, "+.inf"):
		setFloat(n, math.Inf(1))
	case strings.EqualFold(n.Raw, "-.inf"):
		setFloat(n, math.Inf(-1))
	case strings.EqualFold(n.Raw, ".nan"):
		setFloat(n, math.NaN())
	case parts != nil && parts[1] == "":
		setInt(n, clockSeconds(n.Raw))
	case parts != nil:
		setFloat(n, clockFraction(n.Raw))
	case floatPattern.MatchString(n.Raw):
		resolveFloat(n)
	case integerPattern.MatchString(n.Raw):
		resolveInteger(n)
	}
}

func resolveInteger(n *Node) {
	digits := separators.Replace(n.Raw)
	sign := ""
	if digits[0] == '-' || digits[0] == '+' {
		sign, digits = digits[:1], digits[1:]
	}
	base := 10
	switch {
	case strings.HasPrefix(digits, "0x"):
		base, digits = 16, digits[2:]
	case strings.HasPrefix(digits, "0b"):
		base, digits = 2, digits[2:]
	case len(digits) > 1 && digits[0] == '0':
		base = 8
	}
	if value, ok := new(big.Int).SetString(strings.TrimPrefix(sign, "+")+digits, base); ok {
		setInt(n, value)
	}
}

func resolveFloat(n *Node) {
	digits := separators.Replace(n.Raw)
	mantissa, exponent, _ := strings.Cut(strings.ToLower(digits), "e")
	if !strings.ContainsAny(mantissa, "0123456789") {
		return
	}
	if exponent != "" {
		mantissa += "e" + exponent
	}
	value, err := strconv.ParseFloat(mantissa, 64)
	if err == nil || math.IsInf(value, 0) {
		setFloat(n, value)
	}
}

// clockSeconds reads base 60. The first part counts 3600 even where there are only two.
func clockSeconds(raw string) *big.Int {
	sum := new(big.Int)
	unit := int64(3600)
	for part := range strings.SplitSeq(raw, ":") {
		value, _ := new(big.Int).SetString(strings.TrimPrefix(separators.Replace(part), "+"), 10)
		sum.Add(sum, value.Mul(value, big.NewInt(unit)))
		unit /= 60
	}
	return sum
}

func clockFraction(raw string) float64 {
	sum, unit := 0.0, 3600.0
	for part := range strings.SplitSeq(raw, ":") {
		value, _ := strconv.ParseFloat(separators.Replace(part), 64)
		sum += value * unit
		unit /= 60
	}
	return sum
}

func setInt(n *Node, value *big.Int) {
	n.Kind, n.Text = Int, value.String()
	n.Float, _ = new(big.Float).SetInt(value).Float64()
	switch {
	case value.IsInt64():
		n.Int = value.Int64()
	case value.Sign() < 0:
		n.Int = math.MinInt64
	default:
		n.Int = math.MaxInt64
	}
}

func setFloat(n *Node, value float64) {
	n.Kind, n.Float, n.Text = Float, value, formatFloat(value)
}

// formatFloat prints the shortest digits that read back, with an exponent only for very large and very
// small numbers, and always with a fraction.
func formatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	if size := math.Abs(f); size == 0 || size >= 1e-4 && size < 1e16 {
		return withFraction(strconv.FormatFloat(f, 'f', -1, 64))
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	return withFraction(mantissa) + "e" + exponent
}

func withFraction(digits string) string {
	if strings.Contains(digits, ".") {
		return digits
	}
	return digits + ".0"
}
