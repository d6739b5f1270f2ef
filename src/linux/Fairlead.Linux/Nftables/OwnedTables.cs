using Fairlead.Linux.Interop;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Whether a kernel has tables that only their owner can change and that outlive it (6.9).</summary>
internal static class OwnedTables
{
    public static bool IsRefusal(KernelException error) => error.Code is Errno.EOPNOTSUPP or Errno.EINVAL;

    /// <summary>
    /// Asks by a table of a name that nobody can guess, made and deleted in one transaction: a refusal of ours may be the doing of a
    /// program that is in the same namespace, which must not be able to talk us out of it.
    /// </summary>
    /// <exception cref="KernelException">The kernel refuses for another reason.</exception>
    public static bool AreOffered(NftConnection connection)
    {
        var table = new NftTableKey(NftFamily.Inet, $"{OurMark.NftablesTable}-{Guid.NewGuid():N}");
        try
        {
            connection.Commit(
                batch =>
                {
                    NftObjectWriter.NewTable(batch, table, NftTableFlags.Owner | NftTableFlags.Persist);
                    NftObjectWriter.DeleteTable(batch, table);
                },
                _ => $"table {table}");
            return true;
        }
        catch (KernelException error) when (IsRefusal(error))
        {
            return false;
        }
    }
}
