package journal

import (
	"path/filepath"
	"testing"
)

func TestSizeOfAnEmptyJournalIsZero(t *testing.T) {
	t.Parallel()
	j, err := Open(filepath.Join(t.TempDir(), "journal"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	if size := j.Size(); size != 0 {
		t.Errorf("Size() = %d, want 0", size)
	}
}
