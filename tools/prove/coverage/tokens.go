// Tokens prints where the tokens of Go files are, as Go's own scanner sees them: a line of JSON for each file, with
// [line, column, last line] of every token that is neither a brace nor a semicolon that a line end stands for.
package main

import (
	"encoding/json"
	"flag"
	"go/scanner"
	"go/token"
	"log"
	"os"
	"strings"
)

func main() {
	flag.Parse()
	out := json.NewEncoder(os.Stdout)
	for _, name := range flag.Args() {
		source, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(tokens(name, source)); err != nil {
			log.Fatal(err)
		}
	}
}

func tokens(name string, source []byte) [][3]int {
	files := token.NewFileSet()
	file := files.AddFile(name, -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	found := [][3]int{}
	for {
		pos, kind, text := s.Scan()
		switch {
		case kind == token.EOF:
			return found
		case kind == token.LBRACE, kind == token.RBRACE, kind == token.SEMICOLON && text != ";":
			continue
		}
		at := files.Position(pos)
		found = append(found, [3]int{at.Line, at.Column, at.Line + strings.Count(text, "\n")})
	}
}
