package journal

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestSizeGrowsWithEveryEvent(t *testing.T) {
	t.Parallel()
	j, err := Open(filepath.Join(t.TempDir(), "journal"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var last int64
	for range 3 {
		if err := j.Append(put); err != nil {
			t.Fatal(err)
		}
		size, err := j.Size()
		if err != nil || size <= last {
			t.Errorf("Size() = %d, %v, want more than %d", size, err, last)
		}
		last = size
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Size(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Size() of a closed journal = %v, want os.ErrClosed", err)
	}
}
