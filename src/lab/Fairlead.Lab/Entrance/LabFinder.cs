using Fairlead.Lab.Processes;
using Fairlead.Lab.Supervision;
using Fairlead.Model.Problems;

namespace Fairlead.Lab.Entrance;

/// <summary>Finds labs by their processes: so no file anywhere says that one is there which is not, or is missing where one is.</summary>
public static class LabFinder
{
    public const string DefaultName = "lab";

    /// <summary>Labs of this user, and all for root, by name.</summary>
    public static IReadOnlyList<RunningLab> All() =>
        [.. ProcessTable.All().Select(Look).OfType<RunningLab>().OrderBy(lab => lab.Name, StringComparer.Ordinal)];

    public static RunningLab? Find(string name) => All().FirstOrDefault(lab => lab.Name == name);

    /// <exception cref="LabException">There is no such lab; says which there are.</exception>
    public static RunningLab Get(string name)
    {
        var all = All();
        return all.FirstOrDefault(lab => lab.Name == name) ?? throw new LabException(all.Count == 0
            ? "no lab is up; start one with: fairlead lab up"
            : Nearest.Sentence("lab", name, all.Select(lab => lab.Name)));
    }

    // dotnet …/fairlead.dll lab-supervisor NAME PEERS; its parents have the same words further back in their command lines.
    private static RunningLab? Look(int pid) =>
        ProcessTable.CommandLine(pid) is [_, var program, SupervisorProgram.Command, var name, ..] && Path.GetFileName(program) == "fairlead.dll" && IsOurs(pid)
            ? new RunningLab(name, pid)
            : null;

    // Whoever may look into the process's root may use its control socket.
    private static bool IsOurs(int pid) => Directory.Exists(LabPaths.Of(pid, "/run/fairlead-lab"));
}
