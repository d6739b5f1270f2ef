using System.Text.Json.Nodes;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;
using Fairlead.Model.Addresses;

namespace Fairlead.System.Tests.Labs;

/// <summary>A lab that is brought up, used and taken down by the tool's commands, by root or by somebody without rights.</summary>
public sealed class CommandLab : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("fl-lab-").FullName;

    /// <param name="purpose">A word of the lab's name.</param>
    /// <param name="topology">YAML; that of the walkthrough where there is none.</param>
    /// <param name="options">Of <c>lab up</c>.</param>
    public CommandLab(LabUser user, string purpose, string? topology = null, params IReadOnlyList<string> options)
    {
        user.Require();
        User = user;
        Name = $"t-{purpose}-{user.Word}-{Environment.ProcessId}";
        File.SetUnixFileMode(_temporary, (UnixFileMode)0b111_101_101);
        Up(topology, options);
    }

    public LabUser User { get; }

    public string Name { get; }

    public RunningLab Running => LabFinder.Get(Name);

    /// <summary>A command of the tool about this lab.</summary>
    public Finished Try(params IEnumerable<string> arguments) => User.Fairlead(Named(arguments));

    /// <summary>The same, which must succeed; its result.</summary>
    public JsonNode Json(params IEnumerable<string> arguments)
    {
        var done = User.Fairlead(Named([.. arguments, "--output", "json"]));
        Assert.True(done.Status == 0, $"fairlead {string.Join(' ', arguments)}: {done.Errors}{done.Output}");
        return JsonNode.Parse(done.Output)!;
    }

    /// <summary>A shell script in a host or pod; what it wrote to standard output, without the last line's end.</summary>
    public string Shell(string place, string script, string input = "")
    {
        var done = TryShell(place, script, input);
        Assert.True(done.Status == 0, $"{place}: {script}: {done.Status} {done.Errors}{done.Output}");
        return done.Output.TrimEnd('\n');
    }

    public Finished TryShell(string place, string script, string input = "") =>
        Run.ToEnd(Running.CommandIn(place, ["sh", "-c", script]), input, timeout: TimeSpan.FromMinutes(2));

    /// <summary>A file that everybody in the lab may read, at the same path.</summary>
    public string Share(string name, Action<string> write)
    {
        var path = Path.Combine(_temporary, name);
        write(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);
        return path;
    }

    /// <summary>A path of a host's or pod's mount namespace as we see it.</summary>
    public string PathOf(string place, string path)
    {
        var lab = Running;
        return LabPaths.Of(lab.Pid, LabPaths.Of(lab.Status().PidOf(place), path));
    }

    public void AddRoutes()
    {
        Json("lab", "route", "add", "10.244.1.0/24", "node-1");
        Json("lab", "route", "add", "10.244.2.0/24", "node-2");
    }

    /// <summary>Connects with a real packet.</summary>
    public bool Reaches(string from, InetAddress to, int port) => Try("lab", "probe", from, to.IsV6 ? $"[{to}]:{port}" : $"{to}:{port}", "--timeout", "3000").Status == 0;

    /// <summary>What a node still has of pods that this address is or was of: our links, and routes to it.</summary>
    public string Remains(string node, InetAddress address) =>
        TryShell(node, $"cat /proc/net/fib_trie | grep -w '{address}'; grep -l '^fairlead:' /sys/class/net/*/ifalias").Output;

    /// <summary>How many pods a node has: attachments that its agent knows, or links of ours, if these are more.</summary>
    public int Pods(string node) =>
        Math.Max(Table("attachments", node).Count, int.Parse(Shell(node, "cat /sys/class/net/*/ifalias | grep -c '^fairlead:' || true"), null));

    /// <summary>What the agent says of an address: leased, resting; "" for a free one.</summary>
    public string StateOf(string node, InetAddress address) =>
        Table("addresses", node).Where(row => $"{row!["address"]}" == $"{address}").Select(row => $"{row!["status"]}").SingleOrDefault("");

    /// <summary>Rows of <c>fairlead table</c>.</summary>
    public JsonArray Table(string name, string node)
    {
        // An agent that has just started answers before it is ready, and says that it is not.
        Clock.Until($"the agent of {node} is ready", () => !Try("table", name, "--node", node).Errors.Contains("being put in place", StringComparison.Ordinal));
        return Json("table", name, "--node", node)[0]!["table"]!["rows"]!.AsArray();
    }

    public void Dispose()
    {
        LabFinder.Find(Name)?.Stop();
        Directory.Delete(_temporary, recursive: true);
    }

    private void Up(string? topology, IReadOnlyList<string> options)
    {
        string[] file = topology is null ? [] : [Share("topology.yaml", path => File.WriteAllText(path, topology))];
        var done = Try(["lab", "up", .. file, .. options]);
        if (done.Errors.StartsWith("user namespaces may not be made", StringComparison.Ordinal))
        {
            Assert.Skip(done.Errors);
        }

        Assert.True(done.Status == 0, done.Errors);
    }

    private string[] Named(IEnumerable<string> arguments)
    {
        // What stands behind "--" is somebody else's.
        var words = arguments.ToList();
        var end = words.IndexOf("--");
        words.InsertRange(end < 0 ? words.Count : end, ["--name", Name]);
        return [.. words];
    }
}
