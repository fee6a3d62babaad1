package starter

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/kamal-go/kamal/internal/regular"
)

// Project is what was found in a folder.
type Project struct {
	// Name is what the app is called, Owner whose it is; empty when nothing tells.
	Name, Owner string
	// Framework is what it is built on, empty when that is not known.
	Framework string
	// Dockerfile says that there is one.
	Dockerfile bool
	// Port is where the app listens, and PortFrom what tells so; 0 when nothing does.
	Port     int
	PortFrom string
	// Health is the path that answers 200 when the app is up.
	Health string
	// Clear are the variables of its environment, Secrets those whose values don't
	// belong into a file, in the order in which they were found.
	Clear   []Variable
	Secrets []Secret
	Volumes []string
	// Assets is the folder of compiled assets in the image, or empty.
	Assets string
	// Workers are roles beside the web role.
	Workers []Worker
	// Accessories are the services beside the app.
	Accessories []Accessory
	// Compose is the compose file that was read, empty for none.
	Compose string
	// Left says what was seen and is not in the configuration.
	Left []string
}

// Variable is a variable of a container's environment.
type Variable struct{ Name, Value string }

// Secret is a variable whose value comes from somewhere else.
type Secret struct {
	Name string
	// From is what stands for its value in the secrets file.
	From string
	// Was is what it looked like where it was found, without passwords; or empty.
	Was string
	// Accessory says that the app does not need it itself.
	Accessory bool
}

// Worker is a role that runs the same image with another command.
type Worker struct{ Name, Cmd string }

// Accessory is a service beside the app.
type Accessory struct {
	Name, Image, Cmd   string
	Clear              []Variable
	Secrets            []string
	Files, Directories []string
}

// Look looks at a folder. Origin is where its git repository comes from, or empty.
func Look(dir, origin string) (Project, error) {
	root := folder{dir}
	p := Project{Health: "/"}
	p.Owner, p.Name = remoteName(origin)
	if p.Name == "" {
		p.Name = serviceName(filepath.Base(dir))
	}
	root.framework(&p)
	if err := root.compose(&p); err != nil {
		return p, err
	}
	root.dockerfile(&p)
	root.secrets(&p)
	root.rails(&p)
	return p, nil
}

// folder reads the files of a project.
type folder struct{ dir string }

// sizeLimit is how much of a file is looked at.
const sizeLimit = 1 << 20

// read gives a file's text, empty when it is not there or not a plain file.
func (f folder) read(name string) string {
	text, err := regular.ReadFile(f.path(name), sizeLimit)
	if err != nil {
		return ""
	}
	return string(text)
}

func (f folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f folder) has(name string) bool {
	_, err := os.Stat(f.path(name))
	return err == nil
}

// first gives the first of some files that is there.
func (f folder) first(names ...string) string {
	i := slices.IndexFunc(names, f.has)
	if i < 0 {
		return ""
	}
	return names[i]
}

func (f folder) isDir(name string) bool {
	info, err := os.Stat(f.path(name))
	return err == nil && info.IsDir()
}

func (p *Project) addSecret(s Secret) {
	i := slices.IndexFunc(p.Secrets, func(o Secret) bool { return o.Name == s.Name })
	if i >= 0 {
		p.Secrets[i].Accessory = p.Secrets[i].Accessory && s.Accessory
		return
	}
	if s.From == "" {
		s.From = "$" + s.Name
	}
	p.Secrets = append(p.Secrets, s)
}

func (p *Project) addClear(v Variable) {
	if !slices.ContainsFunc(p.Clear, func(o Variable) bool { return o.Name == v.Name }) {
		p.Clear = append(p.Clear, v)
	}
}

// walkLimit is how many files are searched for a path that tells of health.
const walkLimit = 2000

// passed over, for they hold what others wrote.
var foreign = []string{"node_modules", "vendor", "deps", "_build", "dist", "build", "target", "tmp", "log", "public", "venv", "__pycache__"}

// walk goes through the source files of the project.
func (f folder) walk(fn func(name string) (done bool)) {
	seen := 0
	_ = filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		name := d.Name()
		switch {
		case path == f.dir:
			return nil
		case d.IsDir() && (name[0] == '.' || slices.Contains(foreign, name)):
			return fs.SkipDir
		case d.IsDir() || !d.Type().IsRegular():
			return nil
		}
		seen++
		rel, _ := filepath.Rel(f.dir, path)
		if seen > walkLimit || fn(filepath.ToSlash(rel)) {
			return fs.SkipAll
		}
		return nil
	})
}
