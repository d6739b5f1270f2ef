using System.Diagnostics;

namespace Fairlead.Kubernetes.Tests.Store;

/// <summary>A kubectl that <c>eng/kubectl.sh</c> has unpacked, and a folder that is its home.</summary>
internal sealed class Kubectl : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _program;
    private readonly string _home = Directory.CreateTempSubdirectory("fairlead-kubectl-").FullName;

    /// <param name="suite">Of Debian, <c>bookworm</c>.</param>
    public Kubectl(string suite, TestStore store)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } said ? said : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        _program = Path.Combine(cache, "fairlead/kubectl", suite, "usr/bin/kubectl");
        Assert.SkipUnless(File.Exists(_program), $"the kubectl of {suite} is missing: run eng/kubectl.sh");
        store.Server.WriteKubeconfig(Path.Combine(_home, "config"));
    }

    public string Config => File.ReadAllText(Path.Combine(_home, "config"));

    public string Write(string name, string text)
    {
        var path = Path.Combine(_home, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What it says, errors too, where it ends well.</summary>
    public string Run(params string[] words)
    {
        var (code, text) = Try(words);
        Assert.True(code == 0, $"kubectl {string.Join(' ', words)}: {text}");
        return text;
    }

    public string Fail(params string[] words)
    {
        var (code, text) = Try(words);
        Assert.True(code != 0, $"kubectl {string.Join(' ', words)} ended well: {text}");
        return text;
    }

    public (int Code, string Text) Try(params string[] words)
    {
        using var process = Start(words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"kubectl {string.Join(' ', words)} does not end");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo(_program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Path.Combine(_home, "config");
        start.Environment["HOME"] = _home;
        start.Environment["TMPDIR"] = _home;
        // As an editor: puts one word for another.
        start.Environment["KUBE_EDITOR"] = "sed -i s/before-edit/after-edit/";
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
