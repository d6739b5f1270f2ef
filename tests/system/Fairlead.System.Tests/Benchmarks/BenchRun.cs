using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fairlead.System.Tests.Benchmarks;

/// <summary>A bench as a user runs it.</summary>
internal static class BenchRun
{
    /// <param name="bench">Below the checkout, <c>bench/cloud</c>.</param>
    public static (int Status, string Output, string Error) Of(string bench, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), bench), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the bench did not end: {error.Result}");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    private static string Root([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(here)!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fairlead.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("no Fairlead.slnx above the test: run it from a checkout");
    }
}
