using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fairlead.Conformance.Tests.Plugins;

/// <summary>A run of <c>fairlead cni check --output json</c>, as a user starts it.</summary>
internal sealed record CheckRun(int Status, JsonNode? Report, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly string Tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "fairlead", "release", "fairlead.dll"));

    /// <summary>Cases that failed, with what was seen.</summary>
    public IReadOnlyList<string> Failed => [.. Of("failed").Select(one => $"{one["case"]} <- {one["seen"]}")];

    public static string Peers
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "fairlead", "peers", "root", "usr", "lib", "cni");
        }
    }

    /// <summary>The reference plug-ins, or a reason why there are none here.</summary>
    public static string Reference(string type)
    {
        var found = new[] { Peers, "/usr/lib/cni", "/opt/cni/bin" }.Select(folder => Path.Combine(folder, type)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            Assert.Skip($"the reference plug-in {type} is missing: eng/peers.sh unpacks containernetworking-plugins");
        }

        return found!;
    }

    public IEnumerable<JsonNode> Of(string outcome) => Report!["cases"]!.AsArray().Where(one => one!["outcome"]!.ToString() == outcome)!;

    public static CheckRun Of(params string[] arguments) => InFolder(Path.GetTempPath(), arguments);

    /// <param name="temporary">Where it puts what it needs for a while.</param>
    public static CheckRun InFolder(string temporary, params string[] arguments)
    {
        var (status, output, errors) = RunTool(temporary, "cni", ["check", .. arguments, "--output", "json"]);
        if (errors.Contains("namespaces may not be made", StringComparison.Ordinal))
        {
            Assert.Skip(errors.Trim());
        }

        return new CheckRun(status, output.Length == 0 ? null : JsonNode.Parse(output), errors);
    }

    public static (int Status, string Output, string Errors) Lab(params IEnumerable<string> arguments) => RunTool(Path.GetTempPath(), "lab", arguments);

    private static (int Status, string Output, string Errors) RunTool(string temporary, string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool, command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"fairlead {command} did not end");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }
}
