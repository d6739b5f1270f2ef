using Fairlead.Lab.Processes;

namespace Fairlead.Lab.Entrance;

/// <summary>Whether this user may make the namespaces of a lab, found out by making some.</summary>
public static class NamespaceRights
{
    private const string Trial = "echo 1 > /proc/sys/net/ipv4/ip_forward";

    private static readonly (string File, string Closed, string Advice)[] Switches =
    [
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ("/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=10000"),
    ];

    /// <summary>What unshare is told so that everything of a lab is its own.</summary>
    public static string[] Unshare =>
        [.. IsRoot ? Array.Empty<string>() : ["--user", "--map-root-user"], "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"];

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <exception cref="LabException">Which namespaces may not be made, and how to get them.</exception>
    public static void Check()
    {
        var tried = Run.ToEnd(["unshare", .. Unshare, "--mount-proc", "sh", "-c", Trial]);
        if (tried.Status != 0)
        {
            throw new LabException($"{Sentence(tried.Errors)}\n{tried.Errors.Trim()}");
        }
    }

    private static string Sentence(string errors)
    {
        if (errors.Contains("ip_forward", StringComparison.Ordinal))
        {
            return "/proc/sys may not be written in a network namespace: a container engine masks it; run its container with --privileged, or outside of it";
        }

        if (errors.Contains("/proc", StringComparison.Ordinal))
        {
            // mount_too_revealing() of fs/namespace.c: who may not unmask the old /proc gets no new one.
            return "a /proc of one's own may not be mounted: a container engine masks parts of it; run its container with --privileged, or outside of it";
        }

        if (IsRoot)
        {
            return "network, mount and process namespaces may not be made although you are root: CAP_SYS_ADMIN is missing; run the container with --privileged";
        }

        var closed = Switches.FirstOrDefault(known => File.Exists(known.File) && File.ReadAllText(known.File).Trim() == known.Closed);
        return closed.Advice is null
            ? "user namespaces may not be made here: run as root, or leave the container that forbids them (seccomp)"
            : $"user namespaces may not be made by you: run as root, or allow them with: {closed.Advice}";
    }
}
