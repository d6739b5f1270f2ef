using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.Cni.Tests.Plugin;

/// <summary>What one call of the plug-in left behind.</summary>
internal sealed record PluginRun(int Status, string Output, string Errors, TimeSpan Took)
{
    // The bound of a test on a machine that does ten other things; the plug-in's own longest wait is a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The error on standard output, to the letter of CNI 1.1.0 section 5: an object with version, number and message.</summary>
    public JsonObject Error
    {
        get
        {
            Assert.NotEqual(0, Status);
            var error = Assert.IsType<JsonObject>(JsonNode.Parse(Output));
            Assert.IsAssignableFrom<JsonValue>(error["cniVersion"]);
            Assert.NotEqual("", error["msg"]!.GetValue<string>());
            return error;
        }
    }

    public int Code => Error["code"]!.GetValue<int>();

    /// <summary>Message and details in one.</summary>
    public string Message => $"{Error["msg"]}: {Error["details"]}";

    /// <summary>Runs the binary with no more environment than is given.</summary>
    public static Task<PluginRun> Of(IEnumerable<KeyValuePair<string, string>> environment, string input) =>
        Of([PluginBinary.Path], environment, Encoding.UTF8.GetBytes(input));

    public static async Task<PluginRun> Of(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> environment, byte[] input)
    {
        var since = Stopwatch.GetTimestamp();
        using var process = Start(command, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Write(process, input);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new PluginRun(process.ExitCode, await output, await errors, Stopwatch.GetElapsedTime(since));
    }

    public static Process Start(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task Write(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had heard enough: what it says is what counts.
        }
    }
}
