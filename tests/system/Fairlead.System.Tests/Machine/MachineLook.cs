using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;

namespace Fairlead.System.Tests.Machine;

/// <summary>What a lab could leave on the machine: links, routes, rules, firewall, settings, mounts, cgroups, files. One line a fact.</summary>
internal sealed class MachineLook
{
    // $1 is the folder of unpacked packages: nft and ip may be there only. Legacy tables are only read where they are already: asking
    // for one makes it. Counters and clocks are left out, and what listens on
    // the loopback: labs have their OpenAPI there, those of tests beside this one too.
    private const string Script = """
        export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin:$1/usr/sbin:$1/usr/bin:$1/sbin:$1/bin
        say() { sed "s|^|$1: |"; }
        peer() { if [ -x "/usr/sbin/$1" ]; then "$@"; else LD_LIBRARY_PATH=$libraries "$@"; fi; }
        libraries=$(echo "$1"/usr/lib/*-linux-gnu | tr ' ' :)
        peer ip -d -o link | sed -E 's/ (qlen|valid_lft|preferred_lft) [^ ]*//g' | say link
        peer ip -o addr | sed -E 's/valid_lft.*//' | say address
        for family in -4 -6; do peer ip $family route show table all; peer ip $family rule; done | sed -E 's/ expires [0-9]+sec//' | say route
        peer ip neigh show nud permanent | say neighbour
        peer nft -s list ruleset 2>&1 | say nft
        cat /proc/net/ip_tables_names /proc/net/ip6_tables_names 2>/dev/null | sort | say legacy-table
        cut -d' ' -f3- /proc/self/mountinfo | sed -E 's/ (shared|master|propagate_from):[0-9]+//g' | sort | say mount
        find /sys/fs/cgroup -type d 2>/dev/null | sort | say cgroup
        find /run /dev/shm -maxdepth 3 -xdev 2>/dev/null | sort | say file
        find /etc /opt/cni /var/lib/cni /var/lib/containers /var/lib/containerd /var/lib/fairlead -xdev -type f -size -2M 2>/dev/null | sort | xargs -r -d '\n' sha256sum 2>/dev/null | say content
        find /etc -xdev -type l -printf '%p -> %l\n' 2>/dev/null | sort | say symlink
        cut -d' ' -f1 /proc/modules 2>/dev/null | sort | say module
        { cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == "0A" && $2 !~ /^0100007F:/ { print $2 }'; awk 'NR > 1 { print $2 }' /proc/net/raw; } | sort | say listening
        hostname | say hostname
        ls /sys/fs/bpf 2>/dev/null | say bpf
        """;

    // Counters, clocks, and what comes and goes with any process.
    private static readonly string[] Restless =
    [
        "random/", "conntrack_count", "dentry-state", "file-nr", "inode-", "ns_last_pid", "pty/nr", "aio-nr", "stat_refresh", "gc_stale", "fastopen_key",
        "perf_", "usermodehelper", "keys/", "tainted", "epoll", "numa",
    ];

    private readonly HashSet<string> _facts;

    private MachineLook(IEnumerable<string> facts) => _facts = [.. facts];

    public static MachineLook Take()
    {
        var done = Run.ToEnd(["sh", "-c", Script, "sh", LabStarter.Peers], timeout: TimeSpan.FromMinutes(2));
        var look = new MachineLook(done.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(Settings()));
        foreach (var kind in new[] { "link: ", "route: ", "sysctl: ", "mount: ", "content: " })
        {
            Assert.Contains(look._facts, fact => fact.StartsWith(kind, StringComparison.Ordinal));
        }

        return look;
    }

    /// <summary>What is there now and was not, with +, and the other way round, with -.</summary>
    public IReadOnlyList<string> ChangesSince(MachineLook before) =>
        [.. before._facts.Except(_facts).Select(fact => $"- {fact}").Concat(_facts.Except(before._facts).Select(fact => $"+ {fact}")).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Settings() =>
        from part in new[] { "net", "kernel", "user", "vm", "fs" }
        from file in Directory.EnumerateFiles($"/proc/sys/{part}", "*", SearchOption.AllDirectories)
        where !Restless.Any(file.Contains)
        let value = Read(file)
        where value is not null
        select $"sysctl: {file}={value.Trim().ReplaceLineEndings(" ")}";

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Write-only, or not for us.
            return null;
        }
    }
}
