using System.Runtime.InteropServices;

namespace Fairlead.Cli.Commands;

/// <summary>Somebody wants the program to stop: SIGINT or SIGTERM. Made before anything is started, so that who stops it early leaves no half of it.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource _came = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    /// <summary>Ends when it has come.</summary>
    public Task Came => _came.Task;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _came.TrySetResult();
    }
}
