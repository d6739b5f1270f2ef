namespace Fairlead.Lab.Processes;

/// <summary>Where the programs of this build are.</summary>
/// <param name="Root">The folder that holds <c>bin/PROGRAM/release</c> and <c>cni</c>.</param>
public sealed record Installation(string Root)
{
    /// <summary>Where a lab and each of its hosts find it: a lab's /run and /var/lib are its own, and may hide the build.</summary>
    public static Installation InsideLab { get; } = new(LabPaths.Apps);

    /// <summary>That of the running program, which lies in <c>bin/PROGRAM/release</c> itself.</summary>
    public static Installation Current { get; } = new(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..")));

    public string Plugin => Path.Combine(Root, "cni", "fairlead-cni");

    /// <summary>Native, or where it could not be compiled so a start of its own for the runtime that DOTNET_ROOT names.</summary>
    public string Agent => Path.Combine(Root, "bin", "fairlead-agent", "release", "fairlead-agent");

    /// <summary>The runtime that this program runs on, and so the others of the build.</summary>
    public static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";

    public string Program(string name) => Path.Combine(Root, "bin", name, "release", name + ".dll");

    public string Script(string name) => Path.Combine(Root, "bin", "fairlead", "release", "lab", name);
}
