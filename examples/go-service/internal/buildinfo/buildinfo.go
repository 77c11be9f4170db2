// Package buildinfo says which version of the program is running, from what the go command stamps into every binary.
package buildinfo

import (
	"runtime/debug"
	"strings"
)

// Info describes a build.
type Info struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
}

// Read returns the running program's build.
func Read() Info {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return Info{Version: "unknown"}
	}
	return describe(build)
}

// String is "v1.2.3 (0123456789ab, modified) go1.24.0"; parts that are not known are left out.
func (i Info) String() string {
	var facts []string
	if i.Revision != "" {
		facts = append(facts, i.Revision[:min(12, len(i.Revision))])
	}
	if i.Modified {
		facts = append(facts, "modified")
	}
	text := i.Version
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return strings.TrimSpace(text + " " + i.Go)
}

func describe(build *debug.BuildInfo) Info {
	info := Info{Version: build.Main.Version, Go: build.GoVersion}
	if info.Version == "" {
		info.Version = "(devel)"
	}
	for _, setting := range build.Settings {
		switch setting.Key {
		case "vcs.revision":
			info.Revision = setting.Value
		case "vcs.modified":
			info.Modified = setting.Value == "true"
		}
	}
	return info
}
