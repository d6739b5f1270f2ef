using System.Runtime.InteropServices;

namespace Fairlead.Bench.Processes;

/// <summary>
/// A bench is the first process of its namespace, which no signal ends that it does not take: not Ctrl-C either. With it goes all
/// that it has started.
/// </summary>
public static class Interruption
{
    /// <summary>Ends this process when it is told to, with the status that a shell gives for the signal.</summary>
    public static IDisposable Obey() => new Both(Ends(PosixSignal.SIGINT, 130), Ends(PosixSignal.SIGTERM, 143));

    private static PosixSignalRegistration Ends(PosixSignal signal, int status) => PosixSignalRegistration.Create(signal, _ => Environment.Exit(status));

    private sealed class Both(IDisposable one, IDisposable other) : IDisposable
    {
        public void Dispose()
        {
            one.Dispose();
            other.Dispose();
        }
    }
}
