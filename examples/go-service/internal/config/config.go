// Package config reads the service's settings from flags, each with an environment variable as its fallback.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// Config holds the settings of the service.
type Config struct {
	Addr          string
	Journal       string // empty: nothing is kept over a restart
	SweepEvery    time.Duration
	ShutdownGrace time.Duration
	WebhookURL    string // empty: changes are only logged
	WebhookSecret string
	LogFormat     string // "text" or "json"
}

// Parse reads args (without the program's name); what they leave out comes from getenv under the flag's name in the
// form BEACON_SHUTDOWN_GRACE. Usage goes to output. It returns [flag.ErrHelp] after -help.
func Parse(args []string, getenv func(string) string, output io.Writer) (Config, error) {
	var c Config
	flags := flag.NewFlagSet("api", flag.ContinueOnError)
	flags.SetOutput(output)
	flags.StringVar(&c.Addr, "addr", ":8080", "`address` to listen on")
	flags.StringVar(&c.Journal, "journal", "", "`file` that keeps checks and reports over restarts")
	flags.DurationVar(&c.SweepEvery, "sweep-every", 5*time.Second, "how often to look for late jobs")
	flags.DurationVar(&c.ShutdownGrace, "shutdown-grace", 10*time.Second, "how long to wait for open requests at the end")
	flags.StringVar(&c.WebhookURL, "webhook-url", "", "`URL` that is told about every change of state")
	flags.StringVar(&c.WebhookSecret, "webhook-secret", "", "key of the webhook's signature; better set through the environment")
	flags.StringVar(&c.LogFormat, "log-format", "text", "`text` or json")

	if err := applyEnv(flags, getenv); err != nil {
		return Config{}, err
	}
	if err := flags.Parse(args); err != nil {
		return Config{}, err
	}
	if flags.NArg() > 0 {
		return Config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, c.validate()
}

func applyEnv(flags *flag.FlagSet, getenv func(string) string) error {
	var problems []error
	flags.VisitAll(func(f *flag.Flag) {
		name := "BEACON_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value := getenv(name); value != "" {
			if err := f.Value.Set(value); err != nil {
				problems = append(problems, fmt.Errorf("%s=%q: %w", name, value, err))
			}
		}
	})
	return errors.Join(problems...)
}

func (c Config) validate() error {
	var problems []error
	if c.SweepEvery <= 0 {
		problems = append(problems, fmt.Errorf("sweep-every %s: want more than 0", c.SweepEvery))
	}
	if c.ShutdownGrace < 0 {
		problems = append(problems, fmt.Errorf("shutdown-grace %s: want 0 or more", c.ShutdownGrace))
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		problems = append(problems, fmt.Errorf("log-format %q: want text or json", c.LogFormat))
	}
	if c.WebhookURL != "" {
		if u, err := url.Parse(c.WebhookURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			problems = append(problems, fmt.Errorf("webhook-url %q: want an http or https URL", c.WebhookURL))
		}
	}
	return errors.Join(problems...)
}
