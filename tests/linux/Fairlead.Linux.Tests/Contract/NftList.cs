using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Tests.Contract;

internal static class NftList
{
    public static EquatableList<NftExpression> Of(params NftExpression[][] pieces) => EquatableList.Create<NftExpression>(pieces.SelectMany(piece => piece).ToArray());
}
