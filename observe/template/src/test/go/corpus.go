// Writes what Go's text/template makes of many templates, as the test of ours compares:
//
//	go run corpus.go > ../resources/dev/slipway/template/corpus.txt
//
// Each case is the template, and the output or the error of the parser or the execution. The data
// stand here and once more in CorpusTest.
package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"text/template"
	"time"
)

//go:embed handwritten.txt
var handwritten string

type Person struct {
	Name string
	Age  int
	Tags []any
	Boss any
}

var data = map[string]any{
	"name": "Ada", "empty": "", "n": 42, "neg": -7, "zero": 0, "f": 3.5, "whole": 4.0,
	"big": 1e21, "small": 0.00001, "t": true, "no": false, "nil": nil,
	"list": []any{1, "two", 3.0, nil, true}, "words": []any{"c", "a", "b"}, "none": []any{},
	"nested": []any{[]any{1, 2}, []any{3}},
	"map":    map[string]any{"b": 2, "a": 1, "c": map[string]any{"d": "deep"}},
	"nomap":  map[string]any{},
	"labels": map[string]string{"job": "api", "instance": "h:9100"},
	"html":   `<a href="x">'&'</a>`, "uni": "héllo, 世界 😀", "ctl": "a\tb\n\x01\u00a0\u200b",
	"rec":  Person{"Grace", 45, []any{"x", "y"}, map[string]any{"Name": "Boss"}},
	"recs": []any{Person{"A", 1, []any{}, nil}, Person{"B", 2, []any{"z"}, 7}},
	"add":  func(a, b int) int { return a + b },
	"wait": 90 * time.Second,
}

var functions = template.FuncMap{
	"upper":  strings.ToUpper,
	"repeat": func(n int, s string) string { return strings.Repeat(s, n) },
	"half":   func(f float64) float64 { return f / 2 },
	"negate": func(b bool) bool { return !b },
	"list":   func(all ...any) []any { return all },
	"fail":   func(s string) (string, error) { return "", fmt.Errorf("failed: %s", s) },
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, text := range strings.Split(handwritten, "\n====\n") {
		run(out, strings.TrimSuffix(text, "\n====\n"))
	}
	random := rand.New(rand.NewSource(20260101))
	for i := 0; i < 500; i++ {
		run(out, format(random))
	}
	for i := 0; i < 500; i++ {
		run(out, statement(random, 3))
	}
}

func run(out *bufio.Writer, text string) {
	whole := &strings.Builder{}
	compare(whole, text)
	// Where a function lies in memory is of no interest.
	if !strings.Contains(whole.String(), "add:") && !strings.Contains(whole.String(), "add%3A") {
		out.WriteString(whole.String())
	}
}

func compare(out *strings.Builder, text string) {
	fmt.Fprintf(out, ">>>>\n%s\n", text)
	t, err := template.New("t").Funcs(functions).Parse(text)
	if err != nil {
		fmt.Fprintf(out, "<<<< syntax\n%s\n", err)
		return
	}
	var b strings.Builder
	if err = t.Execute(&b, data); err != nil {
		fmt.Fprintf(out, "<<<< error\n%s\n", err)
		return
	}
	fmt.Fprintf(out, "<<<< output\n%s\n", b.String())
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.Intn(len(choices))] }

func format(r *rand.Rand) string {
	verb := "%"
	for r.Intn(3) == 0 {
		verb += pick(r, "#", "0", "+", "-", " ")
	}
	verb += pick(r, "", "", "", "1", "5", "12", "30")
	verb += pick(r, "", "", "", ".", ".0", ".1", ".3", ".10")
	verb += pick(r, "v", "v", "d", "s", "q", "f", "e", "g", "x", "X", "t", "T", "c", "o", "b", "U", "E", "G", "%", "z")
	if strings.HasSuffix(verb, "b") {
		return "{{printf `[" + verb + "]` " + pick(r, ".n", ".neg", "5", ".zero") + "}}"
	}
	if strings.HasSuffix(strings.ToLower(verb), "x") && strings.Contains(verb, ".") {
		return "{{printf `[" + verb + "]` " + pick(r, ".n", ".neg", "5", ".name") + "}}"
	}
	return "{{printf `[" + verb + "]` " + value(r) + "}}"
}

func value(r *rand.Rand) string {
	return pick(r, ".n", ".neg", ".zero", ".f", ".whole", ".big", ".small", ".name", ".empty", ".uni", ".ctl",
		".t", ".nil", ".list", ".words", ".map", ".labels", ".rec", "123456789.0", "0.1", "1e100", "2.5e-7", "`it's \"so\"`",
		"'x'", "100000", "1e6", "123456.789", "0.000123", "-0.5", "5e-324", ".html", ".nested", "1e20", "12345678901234567890.0", ".missing")
}

func operand(r *rand.Rand, depth int) string {
	if depth > 0 && r.Intn(3) == 0 {
		return "(" + pipeline(r, depth-1) + ")"
	}
	return pick(r, ".n", ".f", ".name", ".empty", ".t", ".no", ".nil", ".list", ".words", ".map", ".map.a", ".map.c.d",
		".missing", ".missing.deeper", ".labels.job", ".labels.none", ".rec.Name", ".rec.Boss.Name", ".rec.Nope", "1", "2.5", `"s"`, "true",
		"nil", "$", "$.name", ".", ".none", ".name.x", ".nil.x", "0x1F", "'a'", "(index .recs 1).Tags", "1_000")
}

func pipeline(r *rand.Rand, depth int) string {
	p := command(r, depth)
	for r.Intn(3) == 0 {
		p += " | " + pick(r, "print", "len", "not", "upper", "printf `%v`", "html", "js", "urlquery", "eq 1", "list", "index .map", "and true", "or false", "printf `%q`", "half", "println `x`")
	}
	return p
}

func command(r *rand.Rand, depth int) string {
	a := func() string { return operand(r, depth) }
	switch r.Intn(17) {
	case 0:
		return pick(r, "eq", "ne", "lt", "le", "gt", "ge") + " " + a() + " " + a()
	case 1:
		return pick(r, "and", "or") + " " + a() + " " + a()
	case 2:
		return "not " + a()
	case 3:
		return "len " + a()
	case 4:
		return "index " + a() + " " + a()
	case 5:
		return "print " + a() + " " + a() + " " + a()
	case 6:
		return "upper " + a()
	case 7:
		return "slice " + pick(r, ".list", ".name", ".uni", ".n") + " " + pick(r, "0", "1", "3", "9") + " " + pick(r, "", "2", "5", "1")
	case 8:
		return "repeat " + pick(r, "2", ".n", ".f", "`x`", "2.0", "2.5") + " " + a()
	case 9:
		return "half " + a()
	case 10:
		return "list " + a() + " " + a()
	case 11:
		return "printf `%v %d %s` " + a() + " " + a() + " " + a()
	case 12:
		return "call .add " + pick(r, "1 2", "1", ".n 3", "1 `x`", "2 .zero")
	case 13:
		return "eq " + a() + " " + a() + " " + a()
	default:
		return a()
	}
}

func statement(r *rand.Rand, depth int) string {
	if depth == 0 {
		return pick(r, "x", " y ", "{{.}}", "{{$v}}{{- /* c */ -}} z")
	}
	in := func() string { return statement(r, depth-1) }
	p := pipeline(r, 1)
	otherwise := ""
	if r.Intn(2) == 0 {
		otherwise = "{{else}}" + "other"
	}
	var s string
	switch r.Intn(9) {
	case 0:
		s = "{{if " + p + "}}" + in() + otherwise + "{{end}}"
	case 1:
		s = "{{with " + p + "}}" + in() + otherwise + "{{end}}"
	case 2:
		s = "{{range " + pick(r, ".list", ".words", ".map", ".labels", ".none", ".nil", "3", ".n", ".name", p) + "}}" + in() + otherwise + "{{end}}"
	case 3:
		s = "{{range $k, $v := " + pick(r, ".list", ".map", ".labels", ".recs") + "}}{{$k}}={{$v}};" + otherwise + "{{end}}"
	case 4:
		s = "{{$v := " + p + "}}" + in() + "{{$v}}"
	case 5:
		s = "{{range $v := .list}}{{if eq (print $v) \"two\"}}" + pick(r, "{{break}}", "{{continue}}", "") + "{{end}}{{.}},{{end}}"
	case 6:
		s = " text \n {{- " + p + " -}} \n more"
	case 7:
		s = "{{block \"b\" " + operand(r, 0) + "}}[{{.}}]{{end}}"
	default:
		s = "{{" + p + "}}"
	}
	return strings.ReplaceAll("{{$v := 0}}"+s, "{{$v := 0}}{{$v := 0}}", "{{$v := 0}}")
}
