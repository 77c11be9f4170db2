// Package monitor knows all checks and says how each is doing.
package monitor

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/beacon/internal/journal"
	"example.com/beacon/pkg/beacon"
)

// ErrUnknown is returned for a check that is not registered.
var ErrUnknown = errors.New("no such check")

// Log keeps events; a change that cannot be logged does not happen.
type Log interface {
	Append(journal.Event) error
}

// Transition is a change of state that [Monitor.Sweep] found.
type Transition struct {
	From   beacon.State  `json:"from"`
	Status beacon.Status `json:"status"`
}

// Monitor holds the checks. It is safe for concurrent use.
type Monitor struct {
	now func() time.Time

	mu      sync.Mutex
	log     Log
	entries map[string]*entry
}

type entry struct {
	check     beacon.Check
	since     time.Time
	seen      time.Time
	announced beacon.State
}

// New returns an empty monitor that reads the time from now.
func New(now func() time.Time) *Monitor {
	return &Monitor{now: now, entries: make(map[string]*entry)}
}

// LogTo makes the monitor write every later change to log.
func (m *Monitor) LogTo(log Log) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = log
}

// Put registers a check or changes an existing one.
func (m *Monitor) Put(check beacon.Check) (beacon.Status, error) {
	if err := check.Validate(); err != nil {
		return beacon.Status{}, err
	}
	return m.change(journal.Event{Op: journal.OpPut, Check: check})
}

// Ping notes that the named job has run.
func (m *Monitor) Ping(name string) (beacon.Status, error) {
	return m.change(journal.Event{Op: journal.OpPing, Check: beacon.Check{Name: name}})
}

// Delete forgets the named check.
func (m *Monitor) Delete(name string) error {
	_, err := m.change(journal.Event{Op: journal.OpDelete, Check: beacon.Check{Name: name}})
	return err
}

// Get returns the status of the named check.
func (m *Monitor) Get(name string) (beacon.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries[name]
	if !ok {
		return beacon.Status{}, ErrUnknown
	}
	return e.status(m.now()), nil
}

// List returns the status of every check, sorted by name; never nil.
func (m *Monitor) List() []beacon.Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	statuses := make([]beacon.Status, 0, len(m.entries))
	for _, e := range m.entries {
		statuses = append(statuses, e.status(now))
	}
	slices.SortFunc(statuses, func(a, b beacon.Status) int { return strings.Compare(a.Name, b.Name) })
	return statuses
}

// Sweep returns the checks whose state is another one than at the last sweep, sorted by name.
func (m *Monitor) Sweep() []Transition {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	var transitions []Transition
	for _, e := range m.entries {
		if status := e.status(now); status.State != e.announced {
			transitions = append(transitions, Transition{From: e.announced, Status: status})
			e.announced = status.State
		}
	}
	slices.SortFunc(transitions, func(a, b Transition) int { return strings.Compare(a.Status.Name, b.Status.Name) })
	return transitions
}

// Replay applies an event that was logged earlier.
func (m *Monitor) Replay(event journal.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.check(event); err != nil {
		return fmt.Errorf("%s %q: %w", event.Op, event.Check.Name, err)
	}
	m.apply(event)
	return nil
}

// change logs and applies an event that happens now.
func (m *Monitor) change(event journal.Event) (beacon.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	event.At = m.now()
	if err := m.check(event); err != nil {
		return beacon.Status{}, err
	}
	if m.log != nil {
		if err := m.log.Append(event); err != nil {
			return beacon.Status{}, fmt.Errorf("journal: %w", err)
		}
	}
	return m.apply(event), nil
}

func (m *Monitor) check(event journal.Event) error {
	switch event.Op {
	case journal.OpPut:
		return event.Check.Validate()
	case journal.OpPing, journal.OpDelete:
		if _, ok := m.entries[event.Check.Name]; !ok {
			return ErrUnknown
		}
		return nil
	default:
		return errors.New("unknown operation")
	}
}

// apply cannot fail: check has accepted the event.
func (m *Monitor) apply(event journal.Event) beacon.Status {
	name := event.Check.Name
	e := m.entries[name]
	switch event.Op {
	case journal.OpPut:
		if e == nil {
			e = &entry{since: event.At}
			m.entries[name] = e
		}
		e.check = event.Check
	case journal.OpPing:
		e.seen = event.At
	case journal.OpDelete:
		delete(m.entries, name)
	}
	return e.status(event.At)
}

func (e *entry) status(now time.Time) beacon.Status {
	return e.check.StatusAt(e.since, e.seen, now)
}
