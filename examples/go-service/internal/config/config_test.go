package config

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	defaults := Config{Addr: ":8080", SweepEvery: 5 * time.Second, ShutdownGrace: 10 * time.Second, LogFormat: "text"}
	tests := []struct {
		name string
		args []string
		env  map[string]string
		want func(*Config)
	}{
		{name: "the defaults", want: func(*Config) {}},
		{name: "a flag", args: []string{"-addr", ":9"}, want: func(c *Config) { c.Addr = ":9" }},
		{
			name: "the environment",
			env:  map[string]string{"BEACON_SWEEP_EVERY": "1m", "BEACON_WEBHOOK_SECRET": "s"},
			want: func(c *Config) { c.SweepEvery, c.WebhookSecret = time.Minute, "s" },
		},
		{
			name: "a flag over the environment",
			args: []string{"-log-format=json", "-webhook-url=https://example.com/hook"},
			env:  map[string]string{"BEACON_LOG_FORMAT": "text"},
			want: func(c *Config) { c.LogFormat, c.WebhookURL = "json", "https://example.com/hook" },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.args, func(name string) string { return tt.env[name] }, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			want := defaults
			tt.want(&want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Parse (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		env  map[string]string
		want []string
	}{
		{name: "an unknown flag", args: []string{"-nope"}, want: []string{"-nope"}},
		{name: "an argument", args: []string{"serve"}, want: []string{`"serve"`}},
		{name: "a bad duration in the environment", env: map[string]string{"BEACON_SWEEP_EVERY": "often"}, want: []string{"BEACON_SWEEP_EVERY", "often"}},
		{
			name: "all complaints together",
			args: []string{"-sweep-every=0s", "-shutdown-grace=-1s", "-log-format=xml", "-webhook-url=mailto:a@b"},
			want: []string{"sweep-every 0s", "shutdown-grace -1s", `log-format "xml"`, `webhook-url "mailto:a@b"`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(tt.args, func(name string) string { return tt.env[name] }, io.Discard)
			if err == nil {
				t.Fatal("Parse = nil, want an error")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("Parse = %v, want it to contain %q", err, part)
				}
			}
		})
	}
}

func TestParseHelp(t *testing.T) {
	t.Parallel()
	var output strings.Builder
	_, err := Parse([]string{"-help"}, func(string) string { return "" }, &output)
	if !errors.Is(err, flag.ErrHelp) || !strings.Contains(output.String(), "-sweep-every") {
		t.Errorf("Parse(-help) = %v with output %q", err, output.String())
	}
}
