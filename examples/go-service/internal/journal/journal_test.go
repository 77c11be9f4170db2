package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/pkg/beacon"
)

var (
	put  = Event{Op: OpPut, At: time.Unix(1, 0).UTC(), Check: beacon.Check{Name: "a", Every: beacon.Duration(time.Hour)}}
	ping = Event{Op: OpPing, At: time.Unix(2, 0).UTC(), Check: beacon.Check{Name: "a"}}
)

func TestEventsSurviveARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	write(t, path, put)
	write(t, path, ping)
	if diff := cmp.Diff([]Event{put, ping}, read(t, path)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestATornLastLineIsCutOff(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	write(t, path, put)
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"op":"ping","at":"2026`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, ping)
	if diff := cmp.Diff([]Event{put, ping}, read(t, path)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	accept := func(Event) error { return nil }
	refuse := func(Event) error { return errors.New("refused") }
	tests := []struct {
		name    string
		content string
		replay  func(Event) error
		want    string
	}{
		{name: "a line that is no JSON", content: "{}\nhello\n", replay: accept, want: "line 2: invalid character"},
		{name: "an event that is refused", content: "{}\n", replay: refuse, want: "line 1: refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "journal")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(path, tt.replay); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open() = %v, want %s", err, tt.want)
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != tt.content {
				t.Errorf("the file is now %q (%v), want it untouched", after, err)
			}
		})
	}
	if _, err := Open(t.TempDir(), accept); err == nil {
		t.Error("Open of a folder = nil, want an error")
	}
}

func TestAppendAfterClose(t *testing.T) {
	t.Parallel()
	j, err := Open(filepath.Join(t.TempDir(), "journal"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Append(put); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Append() = %v, want os.ErrClosed", err)
	}
}

func write(t *testing.T, path string, event Event) {
	t.Helper()
	j, err := Open(path, func(Event) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Append(event), j.Close()); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []Event {
	t.Helper()
	var events []Event
	j, err := Open(path, func(event Event) error {
		events = append(events, event)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return events
}
