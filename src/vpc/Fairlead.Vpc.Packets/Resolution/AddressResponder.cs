using System.Collections.Frozen;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Packets;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Packets.Resolution;

/// <summary>
/// Answers on all links of the fabric, on a thread of its own that sleeps through everything but ARP requests and neighbour
/// solicitations. The kernel cannot do this: its proxy_arp is silent where there is no route, and waits up to 0.8 s before it answers.
/// </summary>
public sealed class AddressResponder : IDisposable
{
    private static readonly FilterInstruction[] ArpRequests =
    [
        FilterInstruction.LoadHalf(14 + 6),
        FilterInstruction.ElseSkip(1, 1),
        FilterInstruction.Take(64),
        FilterInstruction.Take(0),
    ];

    private static readonly FilterInstruction[] Solicitations =
    [
        FilterInstruction.LoadOctet(14 + 6),
        FilterInstruction.ElseSkip(58, 3),
        FilterInstruction.LoadOctet(14 + 40),
        FilterInstruction.ElseSkip(135, 1),
        FilterInstruction.Take(128),
        FilterInstruction.Take(0),
    ];

    private readonly PacketSocket _arp;
    private readonly PacketSocket _ipv6;
    private readonly PacketWait _wait;
    private readonly Thread _thread;
    private FrozenDictionary<int, Cidr[]> _own = FrozenDictionary<int, Cidr[]>.Empty;
    private long _answers;

    /// <exception cref="Linux.KernelException">EPERM without CAP_NET_RAW in the namespace.</exception>
    public AddressResponder(NetworkNamespace fabric)
    {
        _arp = PacketSocket.Open(fabric, AddressResolution.Arp, ArpRequests);
        _ipv6 = PacketSocket.Open(fabric, AddressResolution.Ipv6, Solicitations);
        _wait = new PacketWait(_arp, _ipv6);
        _thread = new Thread(Run) { IsBackground = true, Name = "address responder" };
    }

    /// <summary>Answers given since the start.</summary>
    public long Answers => Volatile.Read(ref _answers);

    public void Start()
    {
        Rehearse();
        _thread.Start();
    }

    /// <summary>Which addresses and prefixes belong to the ENI at each link. Links that are not named get answers for everything.</summary>
    public void Know(IReadOnlyDictionary<int, Cidr[]> own) => Volatile.Write(ref _own, own.ToFrozenDictionary());

    public void Dispose()
    {
        _wait.Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _wait.Dispose();
        _arp.Dispose();
        _ipv6.Dispose();
    }

    /// <summary>
    /// Goes through every step once, with nobody listening: what the runtime compiles at the first call takes 5 ms, and the first
    /// asker should not wait for it.
    /// </summary>
    private void Rehearse()
    {
        var answer = new byte[AddressResolution.LongestAnswer];
        var request = new byte[42];
        ((ReadOnlySpan<byte>)[0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1]).CopyTo(request.AsSpan(12));
        request[41] = 1;
        var solicitation = new byte[AddressResolution.LongestAnswer];
        (solicitation[12], solicitation[13], solicitation[20], solicitation[21], solicitation[54]) = (0x86, 0xdd, 58, 255, 135);
        (solicitation[37], solicitation[77]) = (1, 2);
        AddressResolution.Answer(request, [InetAddress.V4(2).ToCidr()], answer);
        AddressResolution.Answer(solicitation, [InetAddress.V6(3).ToCidr()], answer);

        // No link has this index: the kernel says so after all that would go before.
        const int nowhere = int.MaxValue;
        _ = _arp.Send(answer, nowhere);
        Drain(_arp, new byte[128], answer);
    }

    private void Run()
    {
        var frame = new byte[128];
        var answer = new byte[AddressResolution.LongestAnswer];
        while (_wait.Wait())
        {
            Drain(_arp, frame, answer);
            Drain(_ipv6, frame, answer);
        }
    }

    private void Drain(PacketSocket socket, byte[] frame, byte[] answer)
    {
        int received;
        while ((received = socket.Receive(frame, out var link)) > 0)
        {
            var own = Volatile.Read(ref _own).GetValueOrDefault(link);
            var length = AddressResolution.Answer(frame.AsSpan(0, received), own, answer);
            if (length > 0 && socket.Send(answer.AsSpan(0, length), link))
            {
                Volatile.Write(ref _answers, _answers + 1);
            }
        }
    }
}
