package journal

// Size is the length of the journal's file in bytes.
func (j *Journal) Size() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	info, err := j.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size() + 1
}
