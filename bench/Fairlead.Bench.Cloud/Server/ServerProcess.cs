using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fairlead.Bench.Cloud.Server;

/// <summary>The process that serves, while this one measures.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, ServedLine line) => (_process, Line) = (process, line);

    public ServedLine Line { get; }

    public static ServerProcess Start(params ReadOnlySpan<int> counts)
    {
        string[] words = [typeof(ServerProcess).Assembly.Location, ServedWorlds.Word, .. counts.ToArray().Select(count => count.ToString(CultureInfo.InvariantCulture))];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadLine() is { } line
            ? new ServerProcess(process, JsonSerializer.Deserialize<ServedLine>(line)!)
            : throw new InvalidOperationException("the process of the servers ended before it served");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
