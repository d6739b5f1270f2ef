using System.ComponentModel;
using System.Diagnostics;

namespace Fairlead.Lab.Processes;

/// <summary>What a program that ran to its end left behind.</summary>
public sealed record Finished(int Status, string Output, string Errors);

/// <summary>Runs programs to their end.</summary>
public static class Run
{
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads on standard input.</param>
    /// <param name="environment">Variables besides our own.</param>
    /// <exception cref="LabException">There is no such program, or it did not end in time.</exception>
    public static Finished ToEnd(IReadOnlyList<string> command, string input = "", IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Write(process, input);
        if (!Task.WhenAll(output, errors).Wait(timeout ?? TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            throw new LabException($"{string.Join(' ', command)} did not end in time");
        }

        process.WaitForExit();
        return new Finished(process.ExitCode, output.Result, errors.Result);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new LabException($"cannot run {start.FileName}: {error.Message}; it is in Debian's package util-linux", error);
        }
    }

    private static void Write(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its status says more than this would.
        }
    }
}
