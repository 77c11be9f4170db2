// Package journal keeps events in an append-only file of JSON lines.
package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"example.com/beacon/pkg/beacon"
)

// Op is what happened.
type Op string

// The operations.
const (
	OpPut    Op = "put"
	OpPing   Op = "ping"
	OpDelete Op = "delete"
)

// Event is one line of the journal.
type Event struct {
	Op    Op           `json:"op"`
	At    time.Time    `json:"at"`
	Check beacon.Check `json:"check"` // only the name matters for ping and delete
}

// Journal is an open file. It is safe for concurrent use.
type Journal struct {
	mu   sync.Mutex
	file *os.File
}

// Open replays the events of the file at path, which is created when it does not exist, and returns the journal ready
// for more. A last line without its end, as a crash leaves it, is cut off; anything else unreadable is an error.
func Open(path string, replay func(Event) error) (_ *Journal, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	size, err := replayLines(file, replay)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := file.Truncate(size); err != nil {
		return nil, err
	}
	if _, err := file.Seek(size, io.SeekStart); err != nil {
		return nil, err
	}
	return &Journal{file: file}, nil
}

// Append writes one event.
func (j *Journal) Append(event Event) error {
	line, err := json.Marshal(event)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err = j.file.Write(append(line, '\n'))
	return err
}

// Close syncs and closes the file.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return errors.Join(j.file.Sync(), j.file.Close())
}

// replayLines returns the size of the complete lines.
func replayLines(file io.Reader, replay func(Event) error) (size int64, err error) {
	reader := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return 0, err
		}
		var event Event
		if err := json.Unmarshal(line, &event); err != nil {
			return 0, fmt.Errorf("line %d: %w", number, err)
		}
		if err := replay(event); err != nil {
			return 0, fmt.Errorf("line %d: %w", number, err)
		}
		size += int64(len(line))
	}
}
