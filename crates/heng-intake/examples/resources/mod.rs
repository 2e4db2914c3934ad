//! What a process has used, as the system tells it.

/// The processor time of all threads so far, which the system counts in hundredths of a second.
pub fn cpu_millis() -> u128 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let ticks = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u128>().unwrap());
    ticks.sum::<u128>() * 10
}

/// The most memory that the process held.
pub fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

/// Milliseconds as seconds.
pub fn in_seconds(millis: u128) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}
