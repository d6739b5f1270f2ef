using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Problems;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Packets.Control;
using Fairlead.Vpc.Packets.Fabric;
using Fairlead.Vpc.Storage;

namespace Fairlead.Vpc.Program;

/// <summary>A cloud with packets, OpenAPI, metadata service and control socket, from start to SIGTERM.</summary>
internal sealed class CloudDaemon(CloudPlaces places)
{
    /// <returns>The exit status: 1 with a line on <paramref name="errors"/> where it could not start.</returns>
    public int Run(TextWriter output, TextWriter errors)
    {
        using var stop = new ManualResetEventSlim();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Set();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            Serve(output, stop);
            return 0;
        }
        catch (Exception error) when (error is WorldException or IOException or SocketException or StateFileException or ProblemException)
        {
            errors.WriteLine($"fairlead-vpc: {error.Message}");
            return 1;
        }
    }

    private void Serve(TextWriter output, ManualResetEventSlim stop)
    {
        var faults = places.Faults is { } file ? FaultScriptReader.Read(File.ReadAllText(file), file) : FaultScript.None;
        var place = places.Netns is null ? NetworkNamespace.Create() : NetworkNamespace.OpenPath(places.Netns);
        using var kept = KeptCloud.Open(places.State);
        using var fabric = new VpcFabric(new PacketFabric(place, TimeProvider.System), kept.Cloud, TimeProvider.System, places.Record);
        fabric.Start();
        // The web server takes longer to start than the fabric, and hosts need not wait for it: whoever wants its address does.
        var starting = Task.Run(() => StartAsync(new CloudFaces(fabric, place, places, kept.Keys), faults));
        using var server = new FabricControl(fabric, () => starting.GetAwaiter().GetResult().Access()).Listen(places.Control);
        server.Start();
        output.WriteLine($"ready at {places.Control}");
        stop.Wait();
        starting.GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static async Task<CloudFaces> StartAsync(CloudFaces faces, FaultScript faults)
    {
        await faces.StartAsync(faults).ConfigureAwait(false);
        return faces;
    }
}
