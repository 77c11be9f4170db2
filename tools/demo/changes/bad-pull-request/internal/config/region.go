package config

import (
	"fmt"
	"strings"
)

// Region is where a deployment lives, taken from a host name such as "api.eu-west.example.com".
func Region(host string) (string, error) {
	parts := strings.Split(host, ".")
	if len(parts) < 3 {
		return "", fmt.Errorf("host %q has no region", host)
	}
	return parts[1], nil
}
