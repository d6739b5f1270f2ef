using System.Diagnostics;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>How a program ended and what it said.</summary>
internal sealed record RunResult(int Status, string Output, string Error)
{
    public RunResult Succeeded()
    {
        Assert.True(Status == 0, $"exit status {Status}: {Output}{Error}");
        return this;
    }
}

/// <summary>Programs that we did not write, and our own as processes, inside a namespace: a child is where its parent's thread was.</summary>
internal static class Run
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>A program by its name with its arguments in one line, split at blanks.</summary>
    public static RunResult In(NetworkNamespace netns, string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (path, libraries) = Checkout.Program(words[0]);
        return In(netns, path, words[1..], libraries.Length == 0 ? [] : [("LD_LIBRARY_PATH", libraries)], "");
    }

    public static RunResult In(NetworkNamespace netns, string path, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, string input)
    {
        using var process = Start(netns, path, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: its status says why.
        }

        Assert.True(process.WaitForExit(Patience), $"{path} does not end");
        return new RunResult(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(NetworkNamespace netns, string path, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return netns.Inside(() => Process.Start(start)!);
    }
}
