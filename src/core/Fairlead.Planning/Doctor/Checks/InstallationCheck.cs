using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Whether a runtime that starts a pod comes to us.</summary>
internal static class InstallationCheck
{
    private const string Area = "installation";
    private const string Type = "fairlead-cni";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart) =>
        [Conflist(chart.Installation), .. Earlier(chart.Installation), Plugin(chart.Installation)];

    private static Diagnosis Conflist(InstallationChart files)
    {
        if (files.Conflist is not { } text)
        {
            return Diagnosis.Trouble(Area, "conflist", $"{files.ConflistPath} is missing", "our conflist", "put deploy/10-fairlead.conflist there: without it runtimes start no pod through Fairlead");
        }

        try
        {
            var json = JsonNode.Parse(text);
            var first = (string?)json?["plugins"]?[0]?["type"];
            return first == Type
                ? Diagnosis.Fine(Area, "conflist", $"{files.ConflistPath}, version {json!["cniVersion"]}, network {json["name"]}")
                : Diagnosis.Trouble(Area, "conflist", $"the first plug-in of {files.ConflistPath} is {first ?? "none"}", Type, "put deploy/10-fairlead.conflist there: Fairlead must be the first of its chain");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return Diagnosis.Trouble(Area, "conflist", $"{files.ConflistPath}: {error.Message}", "our conflist", "put deploy/10-fairlead.conflist there");
        }
    }

    private static IEnumerable<Diagnosis> Earlier(InstallationChart files)
    {
        var own = Path.GetFileName(files.ConflistPath);
        foreach (var name in files.Neighbours.Where(name => string.CompareOrdinal(name, own) < 0))
        {
            yield return Diagnosis.Trouble(
                Area, "conflist", $"{Path.Combine(Path.GetDirectoryName(files.ConflistPath)!, name)} comes before ours", "ours first: kubelet's runtimes take the first by name",
                "remove or rename it");
        }
    }

    private static Diagnosis Plugin(InstallationChart files) => files.Plugin switch
    {
        PluginFile.Missing => Diagnosis.Trouble(Area, "plug-in", $"{files.PluginPath} is missing", "fairlead-cni", "put the plug-in there: no pod can start or be deleted without it"),
        PluginFile.NotExecutable => Diagnosis.Trouble(Area, "plug-in", $"{files.PluginPath} is not executable", "mode 0755", $"chmod 0755 {files.PluginPath}"),
        PluginFile.OtherBuild => Diagnosis.Trouble(Area, "plug-in", $"{files.PluginPath} is another build than the one that came with this program", "the same version as the agent's", "install both from one release"),
        PluginFile.NotCompared => Diagnosis.Note(Area, "plug-in", $"{files.PluginPath} is there; its version was not tested, for there is none beside this program to compare it with"),
        _ => Diagnosis.Fine(Area, "plug-in", $"{files.PluginPath}, the same build as this program"),
    };
}
