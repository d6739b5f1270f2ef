using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fairlead.Vpc.OpenApi.Tests.Serving;

/// <summary><c>fairlead vpc serve</c> as a process of its own, as the build has it.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;

    private ServeProcess(Process process, string line) => (_process, FirstLine) = (process, JsonNode.Parse(line)!);

    public JsonNode FirstLine { get; }

    public string Endpoint => (string)FirstLine["endpoint"]!;

    public SignedClient Client() => new(Endpoint) { KeyId = (string)FirstLine["accessKeyId"]!, Secret = (string)FirstLine["accessKeySecret"]! };

    /// <summary>A run that says its first line; the words follow <c>vpc serve</c>.</summary>
    public static ServeProcess Start(params string[] words) => StartIn([], words);

    /// <param name="before">A command that runs the one that follows it.</param>
    public static ServeProcess StartIn(string[] before, params string[] words) =>
        TryStart(before, words, out var said) ?? throw new InvalidOperationException($"vpc serve did not start: {said}");

    /// <returns>What a run that ends by itself says, and its exit status.</returns>
    public static (int Status, string Said) Refused(params string[] words)
    {
        using var started = TryStart([], words, out var said);
        Assert.Null(started);
        return said;
    }

    /// <summary>As kill -9 does it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>As control-C does it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static ServeProcess? TryStart(string[] before, string[] words, out (int Status, string Said) said)
    {
        said = default;
        var tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../fairlead/release/fairlead.dll"));
        string[] command = [.. before, "dotnet", tool, "vpc", "serve", .. words];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        if (process.StandardOutput.ReadLine() is { } line)
        {
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return new ServeProcess(process, line);
        }

        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        said = (process.ExitCode, text);
        process.Dispose();
        return null;
    }
}
