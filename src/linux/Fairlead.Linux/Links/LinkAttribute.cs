namespace Fairlead.Linux.Links;

/// <summary>IFLA_* of include/uapi/linux/if_link.h.</summary>
internal enum LinkAttribute : ushort
{
    Address = 1,
    Name = 3,
    Mtu = 4,
    Link = 5,
    Master = 10,
    Info = 18,
    Alias = 20,
    AddressFamilies = 26,
    Group = 27,
    NamespaceDescriptor = 28,
    LinkNamespaceId = 37,
    NewIndex = 49,
    PermanentAddress = 54,
}
