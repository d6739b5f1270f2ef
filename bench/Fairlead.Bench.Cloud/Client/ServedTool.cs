using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fairlead.Bench.Cloud.Client;

/// <summary><c>./fairlead vpc serve</c> as a user starts it.</summary>
internal sealed class ServedTool : IDisposable
{
    private readonly Process _process;

    private ServedTool(Process process, JsonNode line, TimeSpan start) => (_process, Line, StartTime) = (process, line, start);

    /// <summary>What its first line says.</summary>
    public JsonNode Line { get; }

    /// <summary>From the call that starts it to its first line.</summary>
    public TimeSpan StartTime { get; }

    public int Port => new Uri((string)Line["endpoint"]!).Port;

    public SignedRequest Signed => new((string)Line["accessKeyId"]!, (string)Line["accessKeySecret"]!);

    public static ServedTool Start(string root, params string[] words)
    {
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo($"{root}/fairlead", ["vpc", "serve", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var line = process.StandardOutput.ReadLine();
        var took = Stopwatch.GetElapsedTime(began);
        return line is not null
            ? new ServedTool(process, JsonNode.Parse(line)!, took)
            : throw new InvalidOperationException($"vpc serve ended: {process.StandardError.ReadToEnd().Trim()}");
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
