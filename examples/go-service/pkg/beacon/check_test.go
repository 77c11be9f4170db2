package beacon

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	ok := Check{Name: "backup", Every: Duration(time.Hour), Grace: Duration(time.Minute)}
	tests := []struct {
		name  string
		check func(*Check)
		want  []string // parts of the error; none: valid
	}{
		{name: "an ordinary check", check: func(*Check) {}},
		{name: "a name of one letter", check: func(c *Check) { c.Name = "x" }},
		{name: "no name", check: func(c *Check) { c.Name = "" }, want: []string{`name ""`}},
		{name: "a name that is a path", check: func(c *Check) { c.Name = "../etc" }, want: []string{`name "../etc"`}},
		{name: "a name too long", check: func(c *Check) { c.Name = strings.Repeat("a", 65) }, want: []string{"1 to 64"}},
		{name: "too often", check: func(c *Check) { c.Every = 0 }, want: []string{"every 0s: want 1s to"}},
		{name: "a negative grace", check: func(c *Check) { c.Grace = -1 }, want: []string{"grace -1ns"}},
		{
			name:  "everything at once",
			check: func(c *Check) { *c = Check{Name: "A", Grace: Duration(MaxEvery + 1)} },
			want:  []string{`name "A"`, "every 0s", "grace 8784h0m0.000000001s"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check := ok
			tt.check(&check)
			err := check.Validate()
			if (err != nil) != (len(tt.want) > 0) {
				t.Fatalf("Validate() = %v, want an error with %q", err, tt.want)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("Validate() = %v, want it to contain %q", err, part)
				}
			}
		})
	}
}

func TestStatusAt(t *testing.T) {
	t.Parallel()
	check := Check{Name: "backup", Every: Duration(time.Hour), Grace: Duration(10 * time.Minute)}
	since := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	seen := since.Add(24 * time.Hour)
	tests := []struct {
		name     string
		lastSeen time.Time
		now      time.Time
		want     State
	}{
		{name: "just registered", now: since, want: StateNew},
		{name: "never reported, at its due time", now: since.Add(time.Hour), want: StateNew},
		{name: "never reported, inside the grace", now: since.Add(time.Hour + 1), want: StateLate},
		{name: "never reported, past the grace", now: since.Add(time.Hour + 10*time.Minute + 1), want: StateDown},
		{name: "reported in time", lastSeen: seen, now: seen.Add(30 * time.Minute), want: StateHealthy},
		{name: "at its due time", lastSeen: seen, now: seen.Add(time.Hour), want: StateHealthy},
		{name: "at the end of the grace", lastSeen: seen, now: seen.Add(70 * time.Minute), want: StateLate},
		{name: "past the grace", lastSeen: seen, now: seen.Add(71 * time.Minute), want: StateDown},
		{name: "a clock that went back", lastSeen: seen, now: since, want: StateHealthy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := check.StatusAt(since, tt.lastSeen, tt.now).State; got != tt.want {
				t.Errorf("StatusAt(%v) = %v, want %v", tt.now, got, tt.want)
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"every": "soon"}`,
		`{"every": 3600}`,
		`{"state": "superb"}`,
		`{"due": "tomorrow"}`,
	} {
		var status Status
		if err := json.Unmarshal([]byte(text), &status); err == nil {
			t.Errorf("Unmarshal(%s) = nil, want an error; got %+v", text, status)
		}
	}
	if _, err := json.Marshal(Status{State: 9}); err == nil {
		t.Error("Marshal of an unknown state = nil, want an error")
	}
	if diff := cmp.Diff("State(9)", State(9).String()); diff != "" {
		t.Errorf("String() of an unknown state (-want +got):\n%s", diff)
	}
}
