package beacon

import (
	"fmt"
	"strings"
)

//go:generate go tool stringer -type=State -trimprefix=State -output=state_string.go

// State says how a check is doing. On the wire it is its lower-case name.
type State int

// The states, from good to bad.
const (
	StateNew     State = iota // registered, has not reported yet
	StateHealthy              // reported in time
	StateLate                 // past its interval, but inside its grace
	StateDown                 // past its interval and its grace
)

// MarshalText implements [encoding.TextMarshaler].
func (s State) MarshalText() ([]byte, error) {
	if s < StateNew || s > StateDown {
		return nil, fmt.Errorf("unknown state %d", int(s))
	}
	return []byte(strings.ToLower(s.String())), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *State) UnmarshalText(text []byte) error {
	for state := StateNew; state <= StateDown; state++ {
		if strings.EqualFold(state.String(), string(text)) {
			*s = state
			return nil
		}
	}
	return fmt.Errorf("unknown state %q", text)
}
