using System.Buffers.Binary;
using Fairlead.Linux;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>nf_tables of a namespace: transactions are done as a whole or not at all, and each makes a generation.</summary>
internal sealed class FakeNftables(FakeNamespace netns)
{
    public const int HeaderLength = 4;

    // NFNL_MSG_BATCH_BEGIN and _END; NFT_MSG_NEWGEN and _GETGEN; NFNLGRP_NFTABLES
    private const ushort Begin = 0x10;
    private const ushort End = 0x11;
    private const ushort NewGeneration = 0xa0f;
    private const ushort GetGeneration = 0xa10;
    private const int News = 7;

    // NFT_TABLE_F_OWNER, NFT_TABLE_F_PERSIST
    private const uint Owned = 2;
    private const uint Persistent = 4;

    private FakeRuleset _ruleset = FakeRuleset.Empty;
    private uint _generation = 1;
    private ulong _handle;

    public void Receive(ReadOnlySpan<byte> messages, FakeChannel channel)
    {
        var draft = default(FakeTransaction);
        foreach (var message in new NetlinkMessages(messages))
        {
            if (message.Type == Begin)
            {
                draft = new FakeTransaction(_ruleset, channel.Port, () => ++_handle, netns.Kernel.HasPersistentTables);
            }
            else if (message.Type == End && draft is not null)
            {
                Commit(draft, channel.Port);
                draft = null;
            }
            else
            {
                var request = new FakeRequest(message, channel);
                channel.Answer(message, draft is null ? Answer(request) : Add(draft, request), isDump: draft is null && request.IsDump);
            }
        }
    }

    /// <summary>The socket is closed: what it owned goes, or is an orphan that anybody may adopt.</summary>
    public void Closed(uint port)
    {
        foreach (var table in _ruleset.Tables.Values.Where(table => table.Owner == port))
        {
            _ruleset = (table.Flags & Persistent) != 0
                ? _ruleset.With(table with { Owner = 0, Flags = table.Flags & ~Owned })
                : _ruleset.Without(table);
            _generation++;
        }
    }

    private int Add(FakeTransaction draft, FakeRequest request)
    {
        if (netns.Kernel.Faults.Refuses() is not 0 and var errno)
        {
            return draft.Fail(errno);
        }

        try
        {
            return draft.Add(request);
        }
        catch (KernelException)
        {
            // A message that cannot be read.
            return draft.Fail(Errno.EINVAL);
        }
    }

    private void Commit(FakeTransaction draft, uint port)
    {
        if (draft.HasFailed || draft.IsEmpty)
        {
            return;
        }

        _ruleset = draft.Ruleset;
        _generation++;
        netns.Notify(News, DescribeGeneration(), port);
    }

    private int Answer(FakeRequest request)
    {
        if (request.Message.Type == GetGeneration)
        {
            request.Reply(DescribeGeneration());
            return 0;
        }

        if (!request.IsDump)
        {
            return Errno.EOPNOTSUPP;
        }

        var rows = FakeNftDump.Rows(_ruleset, request, out var errno);
        return errno != 0 ? errno : request.ReplyAll(rows, netns.Kernel.Faults.InterruptsDump());
    }

    private byte[] DescribeGeneration() => FakeMessage.Build(NewGeneration, batch =>
    {
        BinaryPrimitives.WriteUInt16BigEndian(batch.Reserve(HeaderLength)[2..], (ushort)_generation);
        batch.AttributeBigEndian(1, _generation);
    });
}
