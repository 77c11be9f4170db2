package monitor

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/internal/journal"
	"example.com/beacon/pkg/beacon"
)

// clock is a time that only moves when a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// recorder is a Log in memory that can be told to fail.
type recorder struct {
	events []journal.Event
	err    error
}

func (r *recorder) Append(event journal.Event) error {
	if r.err == nil {
		r.events = append(r.events, event)
	}
	return r.err
}

func hourly(name string) beacon.Check {
	return beacon.Check{Name: name, Every: beacon.Duration(time.Hour), Grace: beacon.Duration(time.Minute)}
}

func TestLifeOfACheck(t *testing.T) {
	t.Parallel()
	clock := newClock()
	m := New(clock.Now)
	mustPut(t, m, hourly("backup"))

	steps := []struct {
		name    string
		advance time.Duration
		ping    bool
		want    beacon.State
	}{
		{name: "registered", want: beacon.StateNew},
		{name: "first report", ping: true, want: beacon.StateHealthy},
		{name: "an hour later", advance: time.Hour, want: beacon.StateHealthy},
		{name: "a second more", advance: time.Second, want: beacon.StateLate},
		{name: "past the grace", advance: time.Minute, want: beacon.StateDown},
		{name: "back again", ping: true, want: beacon.StateHealthy},
	}
	for _, step := range steps {
		clock.Advance(step.advance)
		if step.ping {
			if _, err := m.Ping("backup"); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
		}
		status, err := m.Get("backup")
		if err != nil || status.State != step.want {
			t.Fatalf("%s: Get() = %v, %v, want %v", step.name, status.State, err, step.want)
		}
	}
}

func TestSweepReportsEachChangeOnce(t *testing.T) {
	t.Parallel()
	clock := newClock()
	m := New(clock.Now)
	mustPut(t, m, hourly("b"))
	mustPut(t, m, hourly("a"))
	mustPut(t, m, beacon.Check{Name: "daily", Every: beacon.Duration(24 * time.Hour)})

	clock.Advance(2 * time.Hour)
	if diff := cmp.Diff([]string{"a: New -> Down", "b: New -> Down"}, describe(m.Sweep())); diff != "" {
		t.Errorf("first sweep (-want +got):\n%s", diff)
	}
	if got := m.Sweep(); got != nil {
		t.Errorf("second sweep = %v, want nothing", describe(got))
	}
	if _, err := m.Ping("b"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b: Down -> Healthy"}, describe(m.Sweep())); diff != "" {
		t.Errorf("third sweep (-want +got):\n%s", diff)
	}
}

func TestListIsSorted(t *testing.T) {
	t.Parallel()
	m := New(newClock().Now)
	if got := m.List(); got == nil || len(got) != 0 {
		t.Errorf("List() of nothing = %#v, want an empty list", got)
	}
	for _, name := range []string{"c", "a", "b"} {
		mustPut(t, m, hourly(name))
	}
	var names []string
	for _, status := range m.List() {
		names = append(names, status.Name)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, names); diff != "" {
		t.Errorf("List() (-want +got):\n%s", diff)
	}
}

func TestPutKeepsWhatWasReported(t *testing.T) {
	t.Parallel()
	clock := newClock()
	m := New(clock.Now)
	mustPut(t, m, hourly("backup"))
	if _, err := m.Ping("backup"); err != nil {
		t.Fatal(err)
	}
	clock.Advance(30 * time.Minute)
	changed := hourly("backup")
	changed.Every = beacon.Duration(2 * time.Hour)
	mustPut(t, m, changed)
	status, err := m.Get("backup")
	if err != nil {
		t.Fatal(err)
	}
	if want := clock.Now().Add(90 * time.Minute); status.State != beacon.StateHealthy || !status.Due.Equal(want) {
		t.Errorf("Get() = %+v, want healthy and due at %v", status, want)
	}
}

func TestUnknownChecks(t *testing.T) {
	t.Parallel()
	m := New(newClock().Now)
	_, getErr := m.Get("x")
	_, pingErr := m.Ping("x")
	for name, err := range map[string]error{"Get": getErr, "Ping": pingErr, "Delete": m.Delete("x")} {
		if !errors.Is(err, ErrUnknown) {
			t.Errorf("%s = %v, want ErrUnknown", name, err)
		}
	}
	if _, err := m.Put(beacon.Check{Name: "Bad Name"}); err == nil {
		t.Error("Put of an invalid check = nil, want an error")
	}
}

func TestReplayRestoresEverything(t *testing.T) {
	t.Parallel()
	clock := newClock()
	log := &recorder{}
	m := New(clock.Now)
	m.LogTo(log)
	mustPut(t, m, hourly("kept"))
	mustPut(t, m, hourly("deleted"))
	clock.Advance(10 * time.Minute)
	if _, err := m.Ping("kept"); err != nil {
		t.Fatal(err)
	}
	if err := m.Delete("deleted"); err != nil {
		t.Fatal(err)
	}

	restored := New(clock.Now)
	for _, event := range log.events {
		if err := restored.Replay(event); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(m.List(), restored.List()); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
}

func TestReplayRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, event := range []journal.Event{
		{Op: "explode"},
		{Op: journal.OpPing, Check: hourly("unknown")},
		{Op: journal.OpPut},
	} {
		if err := New(newClock().Now).Replay(event); err == nil {
			t.Errorf("Replay(%+v) = nil, want an error", event)
		}
	}
}

func TestAChangeThatCannotBeLoggedDoesNotHappen(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	m := New(newClock().Now)
	m.LogTo(&recorder{err: full})
	if _, err := m.Put(hourly("backup")); !errors.Is(err, full) {
		t.Errorf("Put() = %v, want %v", err, full)
	}
	if got := m.List(); len(got) != 0 {
		t.Errorf("List() = %v, want nothing", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	clock := newClock()
	m := New(clock.Now)
	m.LogTo(&recorder{})
	var group sync.WaitGroup
	for i := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			name := fmt.Sprintf("job-%d", i)
			for range 50 {
				if _, err := m.Put(hourly(name)); err != nil {
					t.Error(err)
				}
				if _, err := m.Ping(name); err != nil {
					t.Error(err)
				}
				clock.Advance(time.Second)
				m.Sweep()
				m.List()
			}
		}()
	}
	group.Wait()
	if got := len(m.List()); got != 8 {
		t.Errorf("%d checks, want 8", got)
	}
}

func mustPut(t *testing.T, m *Monitor, check beacon.Check) {
	t.Helper()
	if _, err := m.Put(check); err != nil {
		t.Fatal(err)
	}
}

func describe(transitions []Transition) []string {
	var lines []string
	for _, t := range transitions {
		lines = append(lines, fmt.Sprintf("%s: %v -> %v", t.Status.Name, t.From, t.Status.State))
	}
	return lines
}
