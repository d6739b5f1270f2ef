using System.Globalization;

namespace Fairlead.Lab.Processes;

/// <summary>Command lines that run a program in another process's namespaces.</summary>
public static class Enter
{
    /// <summary>All namespaces of a host or pod of the same lab.</summary>
    public static string[] Host(int pid) =>
        ["nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), "--net", "--mount", "--pid", "--uts", "--ipc", "--"];

    /// <summary>
    /// A lab from outside. The user namespace comes first and only where it is another one: entering one's own is refused (EINVAL,
    /// setns(2)).
    /// </summary>
    public static string[] Lab(int pid)
    {
        // Who made the user namespace is its root already, and may not set ids; the machine's root is nobody in it until it does.
        string[] user = SameUser(pid) ? [] : Environment.IsPrivilegedProcess ? ["--user"] : ["--user", "--preserve-credentials"];
        return ["nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), .. user, "--net", "--mount", "--pid", "--uts", "--ipc", "--"];
    }

    private static bool SameUser(int pid) =>
        new FileInfo($"/proc/{pid}/ns/user").LinkTarget == new FileInfo("/proc/self/ns/user").LinkTarget;
}
