using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Tests.Store;

/// <summary><c>fairlead store serve</c> as a process of its own.</summary>
internal sealed class StoreProcess : IDisposable
{
    private static readonly string Tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../fairlead/release/fairlead.dll"));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="before">A command that runs the one that follows it.</param>
    public StoreProcess(string[] before, params string[] words)
    {
        Assert.SkipUnless(File.Exists(Tool), "fairlead is not built");
        string[] command = [.. before, "dotnet", Tool, "store", "serve", .. words];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
        var first = _process.StandardOutput.ReadLineAsync();
        if (!first.Wait(Patience))
        {
            Dispose();
            Assert.Fail("it neither says a line nor ends");
        }

        FirstLine = first.Result;
    }

    /// <summary>Null where it has ended without one.</summary>
    public string? FirstLine { get; }

    public int Id => _process.Id;

    public HttpClient Client() => new() { BaseAddress = new Uri((string)JsonNode.Parse(FirstLine!)!["server"]!), Timeout = Patience };

    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    public (int Status, string Errors) End()
    {
        Assert.True(_process.WaitForExit(Patience), "it does not end");
        return (_process.ExitCode, _errors.Result);
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
