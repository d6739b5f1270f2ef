using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fairlead.Vpc.OpenApi.Tests.Serve;

/// <summary><c>fairlead vpc serve</c> as a process of its own.</summary>
internal sealed class ServeProcess : IDisposable
{
    private static readonly string Tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../fairlead/release/fairlead.dll"));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public ServeProcess(params string[] words)
        : this([], words)
    {
    }

    /// <param name="before">A command that runs the one that follows it.</param>
    public ServeProcess(string[] before, string[] words)
    {
        Assert.SkipUnless(File.Exists(Tool), "fairlead is not built");
        var clock = Stopwatch.StartNew();
        string[] command = [.. before, "dotnet", Tool, "vpc", "serve", .. words];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
        var first = _process.StandardOutput.ReadLineAsync();
        if (!first.Wait(Patience))
        {
            Dispose();
            Assert.Fail("it neither says a line nor ends");
        }

        FirstLine = first.Result;
        Started = clock.Elapsed;
    }

    /// <summary>Null where it has ended without one.</summary>
    public string? FirstLine { get; }

    public TimeSpan Started { get; }

    public JsonNode Line => JsonNode.Parse(FirstLine!)!;

    public SignedClient Client => new(Line["endpoint"]!.GetValue<string>())
    {
        KeyId = Line["accessKeyId"]!.GetValue<string>(),
        Secret = Line["accessKeySecret"]!.GetValue<string>(),
    };

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(null, null)]);
        kill.WaitForExit(Patience);
    }

    /// <summary>Waits for its end.</summary>
    public (int Status, string Output, string Errors) End()
    {
        Assert.True(_process.WaitForExit(Patience), "it does not end");
        return (_process.ExitCode, FirstLine + _process.StandardOutput.ReadToEnd(), _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }
}
