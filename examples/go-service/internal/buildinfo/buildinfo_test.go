package buildinfo

import (
	"runtime/debug"
	"testing"
)

func TestString(t *testing.T) {
	t.Parallel()
	stamped := []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
		{Key: "vcs.modified", Value: "true"},
		{Key: "CGO_ENABLED", Value: "0"},
	}
	tests := []struct {
		name  string
		build debug.BuildInfo
		want  string
	}{
		{name: "a test binary", build: debug.BuildInfo{GoVersion: "go1.24.0"}, want: "(devel) go1.24.0"},
		{
			name:  "a release",
			build: debug.BuildInfo{GoVersion: "go1.24.0", Main: debug.Module{Version: "v1.2.3"}, Settings: stamped[:1]},
			want:  "v1.2.3 (0123456789ab) go1.24.0",
		},
		{
			name:  "a dirty checkout",
			build: debug.BuildInfo{GoVersion: "go1.24.0", Main: debug.Module{Version: "v1.2.4-0.2026+dirty"}, Settings: stamped},
			want:  "v1.2.4-0.2026+dirty (0123456789ab, modified) go1.24.0",
		},
		{name: "an odd revision", build: debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "7"}}}, want: "(devel) (7)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := describe(&tt.build).String(); got != tt.want {
				t.Errorf("String() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	if info := Read(); info.Version == "" || info.Go == "" {
		t.Errorf("Read() = %+v, want a version and a Go version", info)
	}
}
