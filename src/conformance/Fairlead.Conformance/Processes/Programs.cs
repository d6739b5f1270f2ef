using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Fairlead.Conformance.Processes;

/// <summary>Runs plug-ins, and the few programs of util-linux that make namespaces with a path.</summary>
internal static class Programs
{
    // A container runtime gives a whole sandbox four minutes; a plug-in that takes longer than this is of no use to anybody.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs a plug-in with the variables of the call and a search path, and nothing else of ours.</summary>
    public static PluginAnswer Call(string binary, PluginCall call)
    {
        string[] command = call.InputIsClosed ? ["/bin/sh", "-c", "exec \"$0\" <&-", binary] : [binary];
        var variables = call.Variables.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value!);
        variables["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin";
        return ToEnd(command, variables, call.Input);
    }

    /// <exception cref="IOException">The program refuses, with what it said.</exception>
    public static void Run(params string[] command)
    {
        var answer = ToEnd(command, null, "");
        if (!answer.IsSuccess)
        {
            throw new IOException($"{string.Join(' ', command)}: {answer.Errors.Trim()}");
        }
    }

    private static PluginAnswer ToEnd(string[] command, Dictionary<string, string>? environment, string input)
    {
        using var process = Start(command, environment, out var refusal);
        if (process is null)
        {
            return new PluginAnswer(127, "", refusal);
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Write(process, input);
        // Its descendants may hold its output open for ever: who waits is the process itself, then what it wrote.
        if (!process.WaitForExit(Patience) || !Task.WhenAll(output, errors).Wait(Patience))
        {
            process.Kill(entireProcessTree: true);
            return new PluginAnswer(-1, "", "");
        }

        return new PluginAnswer(process.ExitCode, output.Result, errors.Result);
    }

    private static Process? Start(string[] command, Dictionary<string, string>? environment, out string refusal)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        };
        if (environment is not null)
        {
            start.Environment.Clear();
            environment.ToList().ForEach(variable => start.Environment[variable.Key] = variable.Value);
        }

        try
        {
            refusal = "";
            return Process.Start(start);
        }
        catch (Win32Exception error)
        {
            refusal = error.Message;
            return null;
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
