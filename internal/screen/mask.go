package screen

import "reflect"

// Masked keeps secrets out of what hosts printed. Raw bytes stay as they are.
type Masked struct {
	Screen
	Mask func(string) string
}

// Answer implements [Screen].
func (m Masked) Answer(a Answer) {
	if a.Host != "" && !a.Bare && a.Piece == nil {
		a.Text = m.Mask(a.Words())
		if a.Data != nil {
			a.Data = m.masked(reflect.ValueOf(a.Data)).Interface()
		}
	}
	m.Screen.Answer(a)
}

// masked gives a copy of data with the secrets in its texts masked.
func (m Masked) masked(v reflect.Value) reflect.Value {
	masked := reflect.New(v.Type()).Elem()
	masked.Set(v)
	switch v.Kind() {
	case reflect.String:
		masked.SetString(m.Mask(v.String()))
	case reflect.Slice:
		if v.IsNil() {
			break
		}
		masked.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			masked.Index(i).Set(m.masked(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if masked.Field(i).CanSet() {
				masked.Field(i).Set(m.masked(v.Field(i)))
			}
		}
	}
	return masked
}
