package beacon_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/pkg/beacon"
)

// The wire format is a promise to every client that is deployed: these tests may gain rows, but no row may change.

func TestContractWireFormat(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	check := beacon.Check{Name: "nightly-backup", Every: beacon.Duration(24 * time.Hour), Grace: beacon.Duration(30 * time.Minute)}
	tests := []struct {
		name   string
		status beacon.Status
		wire   string
	}{
		{
			name:   "a check that never reported has no last_seen",
			status: beacon.Status{Check: check, State: beacon.StateNew, Due: due},
			wire:   `{"name":"nightly-backup","every":"24h0m0s","grace":"30m0s","state":"new","due":"2026-01-02T03:04:05Z"}`,
		},
		{
			name:   "a check that has reported",
			status: beacon.Status{Check: check, State: beacon.StateDown, LastSeen: due.Add(-24 * time.Hour), Due: due},
			wire: `{"name":"nightly-backup","every":"24h0m0s","grace":"30m0s","state":"down",` +
				`"last_seen":"2026-01-01T03:04:05Z","due":"2026-01-02T03:04:05Z"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wire, err := json.Marshal(tt.status)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.wire, string(wire)); diff != "" {
				t.Errorf("Marshal (-want +got):\n%s", diff)
			}
			var status beacon.Status
			if err := json.Unmarshal([]byte(tt.wire), &status); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.status, status); diff != "" {
				t.Errorf("Unmarshal (-want +got):\n%s", diff)
			}
		})
	}
}

func TestContractStates(t *testing.T) {
	t.Parallel()
	want := map[beacon.State]string{
		beacon.StateNew:     "new",
		beacon.StateHealthy: "healthy",
		beacon.StateLate:    "late",
		beacon.StateDown:    "down",
	}
	for state, text := range want {
		got, err := state.MarshalText()
		if err != nil || string(got) != text {
			t.Errorf("%d.MarshalText() = %q, %v, want %q", state, got, err, text)
		}
	}
}

func TestContractErrors(t *testing.T) {
	t.Parallel()
	missing := error(&beacon.Error{StatusCode: 404, Message: "no such check"})
	if !errors.Is(missing, beacon.ErrNotFound) {
		t.Error("a 404 is not ErrNotFound")
	}
	if errors.Is(&beacon.Error{StatusCode: 500}, beacon.ErrNotFound) {
		t.Error("a 500 is ErrNotFound")
	}
	if diff := cmp.Diff("beacon: no such check (HTTP 404)", missing.Error()); diff != "" {
		t.Errorf("Error() (-want +got):\n%s", diff)
	}
}
