"""What allauth asks of us."""

from accounts.adapter.account import AccountAdapter
from accounts.adapter.provider import ProviderAdapter
from accounts.adapter.second_factor import SecondFactorAdapter

__all__ = ["AccountAdapter", "ProviderAdapter", "SecondFactorAdapter"]
