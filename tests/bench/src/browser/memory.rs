//! How much memory the page takes. In: nothing. Out: of the process that draws the page, what it holds and the most that it
//! has held since last asked; `None` where the system does not tell. What an engine of any kind takes is in it, be it a
//! heap of JavaScript or the memory of a WebAssembly.

use std::fs;

/// The process of the page.
#[derive(Clone, Copy, Debug)]
pub struct Page(u32);

impl Page {
    /// Of the processes that this one has begun, directly or not, the one that draws a page; where there are several, the
    /// largest.
    pub fn find() -> Option<Self> {
        let processes: Vec<(u32, u32)> =
            fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| parent(&entry)).collect();
        let own = std::process::id();
        let descends = |mut process: u32| {
            while let Some((_, parent)) = processes.iter().find(|(known, _)| *known == process) {
                if *parent == own {
                    return true;
                }
                process = *parent;
            }
            false
        };
        let draws = |process: u32| {
            let words = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&words).contains("--type=renderer")
        };
        let pages =
            processes.iter().map(|(process, _)| *process).filter(|process| descends(*process) && draws(*process));
        pages.map(Self).max_by_key(|page| page.now())
    }

    /// Bytes that it holds.
    pub fn now(self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// The most bytes that it has held since [`Page::forget`].
    pub fn most(self) -> Option<u64> {
        self.status("VmHWM:")
    }

    /// From now on the most is what it holds now.
    pub fn forget(self) -> Option<()> {
        fs::write(format!("/proc/{}/clear_refs", self.0), "5").ok()
    }

    fn status(self, field: &str) -> Option<u64> {
        kilobytes(&fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?, field)
    }
}

/// A process with its parent.
fn parent(entry: &fs::DirEntry) -> Option<(u32, u32)> {
    let process = entry.file_name().to_str()?.parse().ok()?;
    let status = fs::read_to_string(entry.path().join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
    Some((process, line.trim().parse().ok()?))
}

fn kilobytes(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn sizes_are_read_from_what_the_system_says() {
        let status = "Name:\tchromium\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";
        assert_eq!(kilobytes(status, "VmHWM:"), Some(209_715_200));
        assert_eq!(kilobytes(status, "VmRSS:"), Some(104_857_600));
        assert_eq!(kilobytes(status, "VmSwap:"), None);
    }
}
