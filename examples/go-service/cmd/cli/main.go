// Command cli talks to a beacon service: it registers and lists checks, reports runs, and wraps cron jobs.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"text/tabwriter"
	"time"

	"example.com/beacon/internal/buildinfo"
	"example.com/beacon/pkg/beacon"
)

const usage = `usage: cli [-server URL] [-json] COMMAND

commands:
  list                       all checks
  get NAME                   one check
  put NAME EVERY [GRACE]     register or change a check, such as: put backup 24h 30m
  ping NAME                  report that the job has run
  rm NAME                    forget a check
  run NAME -- COMMAND ...    run a command and report when it succeeds
  version                    this program's version
`

var errUsage = errors.New("see cli -help")

// terminal is what a command reads and writes.
type terminal struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, terminal{os.Stdin, os.Stdout, os.Stderr}); err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(exitCode(err))
	}
}

// exitCode hands through the exit code of a command that `run` has wrapped.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	case errors.Is(err, errUsage):
		return 2
	default:
		return 1
	}
}

func run(ctx context.Context, args []string, getenv func(string) string, term terminal) error {
	flags := flag.NewFlagSet("cli", flag.ContinueOnError)
	flags.SetOutput(term.stderr)
	flags.Usage = func() { _, _ = io.WriteString(term.stderr, usage) }
	server := flags.String("server", cmp.Or(getenv("BEACON_SERVER"), "http://localhost:8080"), "")
	asJSON := flags.Bool("json", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	client, err := beacon.NewClient(*server)
	if err != nil {
		return err
	}
	statuses, err := dispatch(ctx, client, flags.Args(), term)
	if err != nil {
		return err
	}
	return printStatuses(term.stdout, statuses, *asJSON)
}

// dispatch runs one command and returns the checks to show; nil means nothing.
func dispatch(ctx context.Context, client *beacon.Client, args []string, term terminal) ([]beacon.Status, error) {
	command, operands := "", args
	if len(args) > 0 {
		command, operands = args[0], args[1:]
	}
	switch {
	case command == "version" && len(operands) == 0:
		_, err := fmt.Fprintln(term.stdout, buildinfo.Read())
		return nil, err
	case command == "list" && len(operands) == 0:
		return client.List(ctx)
	case command == "get" && len(operands) == 1:
		return one(client.Get(ctx, operands[0]))
	case command == "ping" && len(operands) == 1:
		return one(client.Ping(ctx, operands[0]))
	case command == "rm" && len(operands) == 1:
		return nil, client.Delete(ctx, operands[0])
	case command == "put" && (len(operands) == 2 || len(operands) == 3):
		check, err := parseCheck(operands)
		if err != nil {
			return nil, err
		}
		return one(client.Put(ctx, check))
	case command == "run" && len(operands) > 2 && operands[1] == "--":
		if err := execute(ctx, operands[2:], term); err != nil {
			return nil, err
		}
		_, err := client.Ping(ctx, operands[0])
		return nil, err
	default:
		return nil, fmt.Errorf("unknown command or wrong number of arguments: %w", errUsage)
	}
}

func one(status beacon.Status, err error) ([]beacon.Status, error) {
	return []beacon.Status{status}, err
}

// parseCheck reads NAME EVERY [GRACE].
func parseCheck(operands []string) (beacon.Check, error) {
	check := beacon.Check{Name: operands[0]}
	if err := check.Every.UnmarshalText([]byte(operands[1])); err != nil {
		return check, fmt.Errorf("every: %w", err)
	}
	if len(operands) > 2 {
		if err := check.Grace.UnmarshalText([]byte(operands[2])); err != nil {
			return check, fmt.Errorf("grace: %w", err)
		}
	}
	return check, check.Validate()
}

func execute(ctx context.Context, argv []string, term terminal) error {
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Stdin, command.Stdout, command.Stderr = term.stdin, term.stdout, term.stderr
	return command.Run()
}

func printStatuses(w io.Writer, statuses []beacon.Status, asJSON bool) error {
	if statuses == nil {
		return nil
	}
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(statuses)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "NAME\tSTATE\tEVERY\tLAST SEEN")
	for _, status := range statuses {
		seen := "never"
		if !status.LastSeen.IsZero() {
			seen = status.LastSeen.UTC().Format(time.RFC3339)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", status.Name, status.State, time.Duration(status.Every), seen)
	}
	return table.Flush()
}
