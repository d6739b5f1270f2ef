using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Agent.Log;

namespace Fairlead.Agent.Uninstall;

/// <summary>The file by which runtimes know of Fairlead.</summary>
internal static class InstalledConflist
{
    private const string Type = "fairlead-cni";

    /// <summary>Removes it, unless somebody has put something else in its place.</summary>
    /// <exception cref="IOException">It is ours and cannot be removed.</exception>
    public static void Remove(string path, NodeLog log)
    {
        if (!File.Exists(path))
        {
            log.Say("conflist", $"{path} is not there");
        }
        else if (!IsOurs(File.ReadAllText(path)))
        {
            log.Say("conflist", $"{path} stays: its first plug-in is not {Type}");
        }
        else
        {
            File.Delete(path);
            log.Say("conflist", $"{path} removed: runtimes start no more pods through Fairlead");
        }
    }

    /// <summary>Whether its first plug-in is ours; Fairlead is the first of its chain.</summary>
    public static bool IsOurs(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["plugins"] is JsonArray { Count: > 0 } plugins && (string?)plugins[0]?["type"] == Type;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
