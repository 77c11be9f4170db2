package beacon

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Limits of a check's interval.
const (
	MinEvery = time.Second
	MaxEvery = 366 * 24 * time.Hour
)

var namePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$`)

// Duration is a [time.Duration] that travels in Go's own notation, such as "1h30m".
type Duration time.Duration

// MarshalText implements [encoding.TextMarshaler].
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = Duration(parsed)
	return nil
}

// Check is a job that is expected to report.
type Check struct {
	// Name identifies the check: up to 64 lower-case letters, digits, dots, dashes and underscores.
	Name string `json:"name"`
	// Every is the longest time between two reports of a healthy job.
	Every Duration `json:"every"`
	// Grace is added to Every before the check counts as down.
	Grace Duration `json:"grace"`
}

// Status is a check and how it is doing.
type Status struct {
	Check
	State State `json:"state"`
	// LastSeen is when the job last reported; zero when it never did.
	LastSeen time.Time `json:"last_seen,omitzero"`
	// Due is when the next report is expected.
	Due time.Time `json:"due"`
}

// Validate returns everything that is wrong with the check, joined into one error.
func (c Check) Validate() error {
	var problems []error
	if !namePattern.MatchString(c.Name) {
		problems = append(problems, fmt.Errorf("name %q: want 1 to 64 of a-z, 0-9, '.', '_' and '-'", c.Name))
	}
	if every := time.Duration(c.Every); every < MinEvery || every > MaxEvery {
		problems = append(problems, fmt.Errorf("every %s: want %s to %s", every, MinEvery, MaxEvery))
	}
	if grace := time.Duration(c.Grace); grace < 0 || grace > MaxEvery {
		problems = append(problems, fmt.Errorf("grace %s: want 0s to %s", grace, MaxEvery))
	}
	return errors.Join(problems...)
}

// StatusAt returns the status at the time now of a check that was registered at since and last reported at lastSeen
// (zero: never).
func (c Check) StatusAt(since, lastSeen, now time.Time) Status {
	from := lastSeen
	if from.IsZero() {
		from = since
	}
	due := from.Add(time.Duration(c.Every))
	status := Status{Check: c, LastSeen: lastSeen, Due: due}
	switch {
	case now.After(due.Add(time.Duration(c.Grace))):
		status.State = StateDown
	case now.After(due):
		status.State = StateLate
	case lastSeen.IsZero():
		status.State = StateNew
	default:
		status.State = StateHealthy
	}
	return status
}
