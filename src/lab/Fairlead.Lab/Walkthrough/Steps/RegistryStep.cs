using System.Globalization;
using System.Net.Sockets;
using Fairlead.Lab.Probes;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>
/// Step 8: a provider registers its own address, a consumer looks it up and connects straight to it. Once with the provider in a pod,
/// once with the consumer in one, and both in each way that pods have their addresses.
/// </summary>
internal static class RegistryStep
{
    private const ushort ServicePort = 20880;
    private const string Host = "legacy-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly (string Mode, string Provider, string Consumer)[] Pods =
        [("VPC mode with routes", "pod-a", "pod-c"), ("ENI mode", "eni-1", "eni-surplus"), ("shared ENI mode", "shared-1", "shared-210")];

    public static void Run(World world, StepLog log)
    {
        using var registry = new Registry(world.Netns(Host));
        log.Note($"a registry starts on {Host}", $"listening at {world.AddressOf(Host)}:{Registry.Port}");
        foreach (var (mode, provider, consumer) in Pods)
        {
            Call(world, log, mode, provider, consumer: "legacy-2");
            Call(world, log, mode, provider: "legacy-2", consumer);
        }
    }

    private static void Call(World world, StepLog log, string mode, string provider, string consumer)
    {
        var name = $"service-of-{provider}";
        // What RPC frameworks register: the address that their own end of the connection has.
        var (own, answer) = Ask(world, provider, own => $"register {name} {own} {ServicePort}");
        log.Note($"{mode}: {provider} registers {name} at {own}:{ServicePort}", answer, answer == "registered" && own == world.AddressOf(provider));

        var found = Ask(world, consumer, _ => $"lookup {name}").Answer.Split(' ');
        log.Note($"{consumer} looks {name} up", string.Join(':', found), found.Length == 2);
        if (found.Length != 2)
        {
            return;
        }

        var result = new ProbeResult(ProbeVerdict.TimedOut, default, TimeSpan.Zero, "");
        log.Reached($"{consumer} connects straight to {found[0]}:{found[1]}", () =>
            result = Probe.Tcp(world.Netns(consumer), world.Netns(provider), InetAddress.Parse(found[0]), ushort.Parse(found[1], CultureInfo.InvariantCulture), Patience));
        log.Note(
            "the address seen at each end is the real one",
            $"consumer connected to {result.Target.Address}, provider saw {result.SeenSource?.Address}",
            result.SeenTarget?.Address == world.AddressOf(provider) && result.SeenSource?.Address == world.AddressOf(consumer));
    }

    /// <param name="request">What is said by whoever has that address.</param>
    private static (InetAddress Own, string Answer) Ask(World world, string from, Func<InetAddress, string> request) => world.Insist(() =>
    {
        using var socket = Probe.Open(world.Netns(from), v6: false, SocketType.Stream);
        try
        {
            if (!Probe.Dial(socket, world.AddressOf(Host), Registry.Port, Patience))
            {
                throw new LabException($"{from} does not reach the registry on {Host}");
            }

            socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
            var own = ProbeEnd.Of(socket.LocalEndPoint).Address;
            return (own, Registry.Ask(socket, request(own)));
        }
        catch (SocketException error)
        {
            throw new LabException($"{from} does not reach the registry on {Host}: {error.Message}", error);
        }
    });
}
